import type { Match } from '../match.js';
import { after, before } from '../match.js';
import type { Rule } from '../rule.js';
import { ABBREVIATIONS, NUMBERED, SAINTS, TITLES } from './abbreviation-names.js';
import { anyOf, find } from './patterns.js';
import { closingStop } from './surroundings.js';
import type { EnglishContext } from './words.js';

const FREE = String.raw`(?<![\p{L}\p{M}_.'-])`;
const END = String.raw`(?![\p{L}\p{M}\p{N}_])`;

const TITLE = anyOf(Object.keys(TITLES));
const DOTTED = anyOf(Object.keys(ABBREVIATIONS));
const BEFORE_NUMBER = anyOf(Object.keys(NUMBERED));

/** "Main St." is a street, "St. Mary" a saint. */
const saintOrStreet = (match: Match): string => {
  const next = /^ (\p{Lu}\p{L}*)/u.exec(after(match, 24))?.[1];
  const ahead = before(match, 48);
  const address = /\d\p{L}{0,2} (?:\p{Lu}[\p{L}.]* ){0,3}$/u.test(ahead);
  if (next !== undefined && !address && (SAINTS.has(next) || !FOLLOWS_NAME.test(ahead)))
    return 'Saint';
  return `Street${closingStop(match)}`;
};

const FOLLOWS_NAME = /\p{Lu}\p{Ll}+ $/u;

/** "12 Elm Dr." is a drive; everywhere else a doctor. */
const doctorOrDrive = (match: Match): string => {
  const named = /^ \p{Lu}/u.test(after(match, 2));
  const address = /\d (?:\p{Lu}[\p{L}.]* ){1,3}$/u.test(before(match, 48));
  if (address && !named) return `Drive${closingStop(match)}`;
  return `Doctor${named ? '' : closingStop(match)}`;
};

const shortForm = (words: string, source: string): Rule<EnglishContext> => ({
  name: words,
  pattern: find(`${FREE}(?:${source})`),
  say: (match) => words + closingStop(match),
});

const OFTEN_DOTLESS = /^(?:Figs?|Vol|Apt|Hwy|Rte|Ext|pp) ?$/;

/** "Plan B. Then" ends a sentence; "John F. Kennedy" does not. */
const isInitial = (match: Match): boolean =>
  closingStop(match) === '' &&
  (match.parts[1] !== 'I' || /^ ?\p{Lu}\./u.test(after(match, 3))) &&
  !/(?:plan|vitamin|grade|option|section|type|class|group|part|step|item|team|route|hepatitis|appendix|exhibit|schedule|unit|zone|line|letter|and|or|than|do|is) $/i.test(
    before(match, 12),
  );

/** Rules for shortened words; acronyms stay, for the phonemiser spells them. */
export const ABBREVIATION_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'Saint or Street',
    pattern: find(String.raw`${FREE}(?:St\.|St(?= \p{Lu}\p{Ll}))`),
    say: (match) => saintOrStreet(match),
  },
  {
    name: 'Doctor or Drive',
    pattern: find(String.raw`${FREE}(?:Dr\.|Dr(?= \p{Lu}))`),
    say: (match) => doctorOrDrive(match),
  },
  {
    name: 'title',
    pattern: find(
      String.raw`${FREE}(${TITLE})(?:\.(?= ?[\p{Lu}\uE000]| and | or | & )|(?= \p{Lu}\p{Ll}))`,
    ),
    say: ({ parts: [, title] }) => TITLES[title] ?? null,
  },
  {
    name: 'before a number',
    pattern: find(String.raw`${FREE}(${BEFORE_NUMBER})\.? ?(?=#?\(?[\d\uE000])`),
    say: (match) => {
      const [written, short] = match.parts;
      return !written.includes('.') && !OFTEN_DOTLESS.test(written)
        ? null
        : `${NUMBERED[short] ?? short} `;
    },
  },
  {
    name: 'abbreviation',
    pattern: find(String.raw`${FREE}(${DOTTED})\.`, 'i'),
    say: (match) => {
      const [, short] = match.parts;
      const words = ABBREVIATIONS[short] ?? ABBREVIATIONS[short.toLowerCase()];
      return words === undefined ? null : words + closingStop(match);
    },
  },
  shortForm('for example', String.raw`[Ee]\. ?g(?:\.|${END})`),
  shortForm('that is', String.raw`[Ii]\. ?e(?:\.|${END})`),
  shortForm('also known as', String.raw`a\.k\.a(?:\.|${END})|aka${END}`),
  shortForm('versus', `vs${END}`),
  shortForm('without', String.raw`w\/o${END}`),
  shortForm('with', String.raw`w\/(?= )`),
  shortForm('because', String.raw`b\/c${END}`),
  shortForm('not applicable', String.raw`(?:n\/a|N\/A)${END}`),
  shortForm('and or', String.raw`and\/or${END}`),
  shortForm('and others', String.raw`et al(?:\.|${END})`),
  shortForm('PS', String.raw`P\.S\.`),
  shortForm('PhD', String.raw`[Pp]h\.? ?D(?:\.|${END})`),
  {
    name: 'dotted acronym',
    pattern: find(String.raw`${FREE}(?:\p{Lu}\.){2,8}(?:\p{Lu}(?![\p{L}\p{N}.]))?${END}`),
    say: (match) => match.parts[0].replaceAll('.', '') + closingStop(match),
  },
  {
    name: 'initial',
    pattern: find(String.raw`${FREE}(\p{Lu})\.(?= ?\p{Lu}[\p{Ll}.]| \p{Ll}{2})`),
    say: (match) => (isInitial(match) ? match.parts[1] : null),
  },
];
