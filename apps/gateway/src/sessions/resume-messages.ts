import type { ServerMessage, Takeup } from '@chorale/speech';
import { CLOSE_CODE, errorMessage } from '@chorale/speech';

import type { Farewell } from './durable-outlet.js';

/** `session.created`: what a client needs to come back; `expiresIn` in seconds. */
export const sessionCreated = (
  session: string,
  token: string,
  expiresIn: number,
): ServerMessage => ({
  type: 'session.created',
  session_id: session,
  resume_token: token,
  expires_in: expiresIn,
});

/** `session.resumed`: where it goes on, and what the client has to say again. */
export const sessionResumed = (
  token: string,
  received: number,
  { position, fit }: Takeup,
): ServerMessage => ({
  type: 'session.resumed',
  resume_token: token,
  received,
  utterance_index: position.utteranceIndex,
  sentence_index: position.sentenceIndex,
  sample_offset: position.sampleOffset,
  fit,
});

/** `input.ack`: so many messages need not be said again. */
export const inputAck = (received: number): ServerMessage => ({ type: 'input.ack', received });

/** `session.moved`, to a client whose gateway stops. */
export const moved = (retryAfterMs: number): Farewell => ({
  message: { type: 'session.moved', retry_after_ms: retryAfterMs },
  code: CLOSE_CODE.goingAway,
  reason: 'the gateway stops',
});

/** To the connection that lost its session to another. */
export const TAKEN_OVER: Farewell = {
  message: errorMessage('session_taken_over: another connection has resumed this session'),
  code: CLOSE_CODE.takenOver,
  reason: 'session_taken_over',
};

/** To a client whose session cannot be written down. */
export const UNWRITTEN: Farewell = {
  message: errorMessage('journal_unavailable: the session could not be kept for resuming'),
  code: CLOSE_CODE.overload,
  reason: 'journal_unavailable',
};
