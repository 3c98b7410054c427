// Types only: whoever imports them stays clear of the code; the thread is started by path.
export type { PhonemizeCommand, PhonemizeReply, ThreadAnswer, ThreadRequest } from './messages.js';
