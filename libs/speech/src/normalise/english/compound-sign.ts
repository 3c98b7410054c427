import type { Rule } from '../rule.js';
import { pause, wording } from './wording.js';
import type { EnglishContext } from './words.js';

/** Rules for signs of several characters and signs whose neighbours decide. */
export const COMPOUND_SIGN_RULES: readonly Rule<EnglishContext>[] = [
  pause('arrow', / ?(?:<?-{1,3}>|<-{1,3}|<?=>|[→⇒➔➜⟶←⇐↔⇔↑↓]) ?/gu),
  pause('menu path', /(?= > )(?<=\p{Lu}\p{Ll}[\p{L} ]{0,30}"?) > (?="?\p{Lu}\p{Ll})/gu),
  wording('not equal', / ?!==? ?/g, ' not equal to '),
  wording('at most', / ?<= ?/g, ' less than or equal to '),
  wording('at least', / ?>= ?/g, ' greater than or equal to '),
  wording('equals', / ?(?:={2,3}|:=)(?!=) ?/g, ' equals '),
  wording('and', / ?&& ?/g, ' and '),
  wording('or', / ?\|\| ?/g, ' or '),
  wording('drive', /(?<=(?<!\p{L})[A-Za-z]):\\/gu, ' colon backslash '),
  wording('point in a name', /(?<=\p{L})\.(?=\uE000)/gu, ' point '),
  wording('dot in a name', /(?<=[\p{L}\p{N}])\.(?=\p{L})/gu, ' dot '),
  wording('mark A plus', /(?<![\p{L}\p{N}])A\+(?![\p{L}\p{N}+])/gu, 'A-plus'),
  wording('sharp', /(?<=(?<!\p{L})[A-GF])#(?!\p{L})/gu, ' sharp'),
  pause('separator', / ?([*=_~#^|$%&@+<>\\/•·°§¶-])\1{2,} ?/gu),
  wording('long option', /(?<=^| )--(?=\p{L})/gu, 'dash dash '),
  wording('short option', /(?<=^| )-(?=\p{L}(?:[ ,.]|$))/gu, 'dash '),
  pause('dash', / ?(?:[–—―]|--) ?| -(?= )/gu),
  wording('hyphen in a word', /(?=-)(?<=[\p{L}\p{M}])-(?=\p{L})/gu, '-'),
  wording('hyphen', /-/g, ' '),
  wording('function of', /(?=\()(?<=(?<!\p{L})[fgh])\((?=[a-z]\))/gu, ' of '),
  wording('plural in brackets', /\((?=e?s\))|(?<=\uE000e?s)\)/gu, ''),
  wording('empty brackets', /\( ?\)|\[ ?\]|\{ ?\}/g, ''),
  pause('opening bracket', /(?<=^|[ "])[([{]/gu),
  wording('end of arguments', /(?=\))(?<=\([^()]{0,60})\)/gu, ' '),
  wording('closing bracket', /[)\]}](?= [\p{L}\p{N}\uE000])/gu, ','),
  wording('bracket', /[()[\]{}]/g, ' '),
  pause('bar', / ?[|¦•·] ?/g),
  wording('underscore', /_/g, ' '),
  wording('lone star', /(?<=(?<!\p{L})(?:press|dial|hit|enter|the) )\*/giu, 'star '),
  {
    name: 'pound key',
    pattern: /(?<=(?<!\p{L})(?:press|dial|hit|enter|or|the) )#/giu,
    say: (_, { british }) => (british ? 'hash' : 'pound'),
  },
  pause('star', / ?\* ?/g),
];
