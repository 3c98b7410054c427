import { failureReason } from '@chorale/speech';
import type { Profile, ServerMessage } from '@chorale/speech';

import type { ApiError } from '../errors/api-error.js';
import { badRequest, internalError, serviceUnavailable } from '../errors/api-error.js';

/** How `session-rules` and the queue begin to say that there was no room. */
const OVERLOADED = 'overloaded: ';

/** When a client may ask again that nobody could serve in time, seconds. */
const RETRY_AFTER_SECONDS = 5;

/** Speech that could not be made to its end, and why. */
export class SpeechFailure extends Error {
  override readonly name = 'SpeechFailure';
}

/** Reads why out of the `error` that a context sends. */
export const failureOf = (message: ServerMessage): SpeechFailure =>
  new SpeechFailure(failureReason(String(message['message'])));

/** No worker took the work in time, or the gateway stops: nothing is wrong with the request, and later or elsewhere it will do. */
export const isPassing = (failure: SpeechFailure): boolean =>
  failure instanceof GatewayLeaves || failure.message.startsWith(OVERLOADED);

/** What a request is answered whose speech failed before any of it was sent. */
export const answerToFailure = (failure: SpeechFailure, profile: Profile): ApiError => {
  if (isPassing(failure)) return serviceUnavailable(failure.message, RETRY_AFTER_SECONDS);
  if (failure instanceof NoSpeech || failure instanceof TooMuchSpeech)
    return badRequest(failure.message);
  const message = `Speech generation failed: ${failure.message}`;
  return profile === 'seed' ? badRequest(message) : internalError(message);
};

/** The gateway stops, and has waited as long as it may. */
export class GatewayLeaves extends SpeechFailure {}

/** The text has nothing in it that can be heard. */
export class NoSpeech extends SpeechFailure {
  constructor() {
    super('TTS model did not produce audio output.');
  }
}

/** A whole file would not fit the memory that one request may take. */
export class TooMuchSpeech extends SpeechFailure {
  constructor(maxBytes: number) {
    super(`audio_too_long: a whole file may have ${maxBytes} bytes; ask for a stream`);
  }
}
