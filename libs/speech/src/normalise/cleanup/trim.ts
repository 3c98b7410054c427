import type { Draft } from '../draft.js';
import { draftOf } from '../draft.js';
import type { Rule } from '../rule.js';
import { applyRules } from '../rule.js';

const SPACE_RULES: readonly Rule[] = [
  { name: 'line', pattern: /\n/g, say: () => ' ' },
  { name: 'double space', pattern: / +(?=[ \n])/g, say: () => '' },
];

const END_RULES: readonly Rule[] = [{ name: 'outer space', pattern: /^ +| +$/g, say: () => '' }];

/** Leaves single spaces inside and none around; text of marks alone becomes empty. */
export const trim = (draft: Draft): Draft => {
  if (!/[\p{L}\p{N}\p{S}]/u.test(draft.text)) return draftOf('');
  return applyRules(applyRules(draft, SPACE_RULES, undefined), END_RULES, undefined);
};
