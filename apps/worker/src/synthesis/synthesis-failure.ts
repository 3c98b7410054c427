import { UnusableAudioError } from '@chorale/audio';
import { BrokerUnavailable } from '@chorale/broker';
import { SynthesisError, type SynthesisFailure } from '@chorale/speech';

import { LostEventError } from './sentence-events.js';

/** What a gateway is told when a worker leaves in the middle of a sentence. */
export const WORKER_DRAINING: SynthesisFailure = {
  code: 'worker_draining',
  message: 'The worker is shutting down.',
  retryable: true,
};

/** What a gateway is told, should it wake up again, that was taken for dead. */
export const GATEWAY_SILENT: SynthesisFailure = {
  code: 'gateway_silent',
  message: 'The worker took the gateway for dead.',
  retryable: true,
};

/** What a gateway is told whose job could not be read; no worker of the class can read it. */
export const INVALID_JOB: SynthesisFailure = {
  code: 'invalid_job',
  message: 'The worker could not read the job.',
  retryable: false,
};

/** What a gateway is told, once it can be told anything again, when the way to it was cut. */
const BROKER_UNAVAILABLE: SynthesisFailure = {
  code: 'broker_unavailable',
  message: 'The worker could not reach the broker.',
  retryable: true,
};

/** Says for a gateway why a sentence could not be spoken. */
export const failureOf = (error: unknown): SynthesisFailure => {
  if (error instanceof SynthesisError) {
    return { code: error.code, message: error.message, retryable: error.retryable };
  }
  if (error instanceof LostEventError || error instanceof BrokerUnavailable)
    return BROKER_UNAVAILABLE;
  if (error instanceof UnusableAudioError) {
    return { code: 'unusable_audio', message: 'The voice made unusable audio.', retryable: true };
  }
  // The message of anything else may quote what the client wrote.
  return { code: 'internal_error', message: 'The worker failed.', retryable: true };
};

/** Where an error came from: the innermost frames, without the message, which may quote the client. */
export const framesOf = (error: unknown): readonly string[] => {
  if (!(error instanceof Error)) return [];
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames.slice(0, 5).map((line) => line.trim())];
};
