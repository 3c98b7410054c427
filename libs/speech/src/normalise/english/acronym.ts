import type { Rule } from '../rule.js';
import { find, WORD_END } from './patterns.js';
import { wording } from './wording.js';
import type { EnglishContext } from './words.js';

// The phonemiser reads these as words ("ups", "nick"), people spell them. The others it gets right.
const SPELLED =
  'ACH|AWS|CLI|EFT|EKG|EOD|ER|ERP|ETA|ETF|EV|IDE|IOU|IPO|NYC|OKR|OTP|ROI|SEO|UPS|USPS|UX|VIP';

/** Rules for the acronyms that must be spelled out; hyphens keep the letters one word. */
export const ACRONYM_RULES: readonly Rule<EnglishContext>[] = [
  wording('AT&T', /(?<![\p{L}\p{N}])AT&T(?![\p{L}\p{N}])/gu, 'A-T and T'),
  wording('Eastern Time', /(?<=\uE000 )ET(?![\p{L}\p{N}])/gu, 'E-T'),
  {
    name: 'spelled acronym',
    pattern: find(String.raw`(?<![\p{L}\p{M}\p{N}_.'-])(?:${SPELLED})(?!')${WORD_END}(?!-)`),
    say: ({ parts: [letters] }) => Array.from(letters).join('-'),
  },
];
