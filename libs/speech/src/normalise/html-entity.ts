import type { Rule } from './rule.js';

/** Protects HTML entities: whoever sends them wants them kept, so they are not even decoded. */
export const HTML_ENTITY: Rule = {
  name: 'HTML entity',
  pattern: /&(?:[A-Za-z]{2,12}|#\d{1,7}|#x[\dA-Fa-f]{1,6});/g,
  say: ({ parts: [entity] }) => entity,
};
