// An entry of its own: only engines read text aloud, and its tables take time to load.
export { normaliseForSpeech } from './normalise-for-speech.js';
export type { SpokenSpan, SpokenText } from './spoken-text.js';
export { sourceSpan } from './spoken-text.js';
