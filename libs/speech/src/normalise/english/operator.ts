import type { Rule } from '../rule.js';
import { find, WORD_END } from './patterns.js';
import { wording } from './wording.js';
import type { EnglishContext } from './words.js';

const PER: Readonly<Record<string, string>> = {
  mo: 'month',
  hr: 'hour',
  wk: 'week',
  yr: 'year',
  min: 'minute',
  sec: 'second',
  lb: 'pound',
  kg: 'kilogram',
};

/** Rules for what stands beside numbers, which are said by now and seen as `SPOKEN`. */
export const OPERATOR_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'per',
    pattern: find(
      String.raw`(?= ?\/)(?:(?<=\uE000) ?\/ ?|(?<=per \p{L}{1,12})\/|(?<=\p{Ll}s)\/(?=(?:second|minute|hour|day|week|month|year)${WORD_END}))(mo|month|hr|hour|day|wk|week|yr|year|min|minute|sec|second|user|seat|person|night|unit|item|lb|kg|mile|token|request|call|query)${WORD_END}`,
    ),
    say: ({ parts: [, noun] }) => ` per ${PER[noun] ?? noun}`,
  },
  wording('range of numbered things', /(?<=\uE000)[-–](?=#\uE000)/gu, ' to '),
  wording('over a letter', /(?<=\uE000)\/(?=\p{L}(?!\p{L}))/gu, ' over '),
  wording('range of said numbers', /(?<=\uE000)(?:-| ?[–—] ?)(?=\uE000)/gu, ' to '),
  wording('minus between', /(?<=\uE000) - ?(?=\uE000)/gu, ' minus '),
  wording('minus before', /(?<![\p{L}\p{M}\uE000'-])-(?=\uE000)/gu, 'minus '),
  wording('times', /(?<=[\uE000)])(?: x |x| ?\* ?)(?=[\uE000(])/gu, ' times '),
  wording('over', /(?<=[\uE000)]) ?[/⁄] ?(?=[\uE000(])/gu, ' over '),
  wording('about', /~ ?(?=\uE000)/gu, 'about '),
  wording(
    'number sign',
    /(?<![\p{L}\p{N}])#(?: ?(?=\uE000)|(?=\p{Lu}{1,5}(?:-|\uE000)))/gu,
    'number ',
  ),
  wording('arrow between numbers', /(?<=\uE000) ?(?:-{1,2}>|=>|[→⇒➔➜⟶]) ?(?=\uE000)/gu, ' to '),
];
