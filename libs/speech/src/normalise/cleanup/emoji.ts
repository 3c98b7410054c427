import { after } from '../match.js';
import type { Rule } from '../rule.js';

/**
 * Drops every emoji sequence: pictographs with skin tones, ZWJ families, flags, tag flags, keycaps.
 * Signs that merely can look like one (© ™ ↔ ‼) stay, for they have words.
 */
export const EMOJI_RULES: readonly Rule[] = [
  {
    name: 'keycap',
    pattern: /[0-9#*]\uFE0F?\u20E3/g,
    say: () => ' ',
  },
  {
    name: 'emoji',
    pattern:
      / ?(?:(?![©®™‼⁉ℹ↔→←↑↓〰])[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}])[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\u200D\u20E3\uFE0E\uFE0F\u{E0020}-\u{E007F}]*/gu,
    say: (match) => (/^[.,;:!?]/.test(after(match, 1)) ? '' : ' '),
  },
];
