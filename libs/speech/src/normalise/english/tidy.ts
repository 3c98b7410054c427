import type { Draft } from '../draft.js';
import { HTML_ENTITY } from '../html-entity.js';
import type { Rule } from '../rule.js';
import { applyRules } from '../rule.js';

const silent = (name: string, pattern: RegExp): Rule => ({ name, pattern, say: () => '' });

const QUOTES: readonly Rule[] = [
  HTML_ENTITY,
  silent('stray quotation mark', /(?<![\p{L}\p{M}.,;:!?'])"(?![\p{L}'])/gu),
  silent('stray apostrophe', /(?<![\p{L}\p{M}])'(?!\p{L})/gu),
];

const SPACES: readonly Rule[] = [
  HTML_ENTITY,
  { name: 'line', pattern: /\n/g, say: () => ' ' },
  silent('double space', / +(?=[ \n,.;:!?])/g),
];

/** A dot before a comma was an abbreviation's. */
const strongest = (heap: string): string | null =>
  /^\. ?[,;:]$/.test(heap)
    ? heap.slice(-1)
    : (Array.from('?!.:;,').find((mark) => heap.includes(mark)) ?? null);

const MARKS: readonly Rule[] = [
  HTML_ENTITY,
  {
    name: 'heap of marks',
    pattern: /[,;:.!?](?: ?[,;:.!?])+/g,
    say: ({ parts: [heap] }) => strongest(heap),
  },
];

const GAPS: readonly Rule[] = [
  HTML_ENTITY,
  {
    name: 'mark without space',
    pattern: /[,;:!?.](?=\p{L})/gu,
    say: ({ parts: [mark] }) => `${mark} `,
  },
];

const ENDS: readonly Rule[] = [
  silent('beginning', /^(?:[^\p{L}\p{N}"'&]|["'](?![\p{L}&]))+/gu),
  silent('end', /[\s-]+$/g),
];

/** Leaves single spaces and single marks, none of them at the beginning. */
export const tidy = (draft: Draft): Draft =>
  [QUOTES, SPACES, MARKS, GAPS, SPACES, ENDS].reduce(
    (tidied, rules) => applyRules(tidied, rules, undefined),
    draft,
  );
