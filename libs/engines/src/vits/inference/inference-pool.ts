import { SynthesisError } from '@chorale/speech';

import { ThreadFailure, ThreadRefusal } from '../../threads/thread-failure.js';
import type { ThreadPool } from '../../threads/thread-pool.js';
import type { DecodeCommand, EncodeCommand, InferenceCommand, InferenceReply } from './messages.js';

/** The threads that run the model, as a `ThreadPool`. */
export type InferencePool = Pick<
  ThreadPool<InferenceCommand, InferenceReply>,
  'run' | 'runOnEach' | 'close'
>;

/** The reply of one kind. */
export type ReplyOf<Kind extends InferenceReply['kind']> = Extract<
  InferenceReply,
  { readonly kind: Kind }
>;

/** A unit is done in 100 ms; one that takes this long has hung, and its thread is given up. */
const UNIT_DEADLINE_MS = 5_000;

/** Runs an encoder pass. Rejects as `ThreadPool.run` does. */
export const runEncode = async (
  pool: InferencePool,
  command: EncodeCommand,
  signal: AbortSignal,
): Promise<ReplyOf<'encoded'>> => {
  const reply = await runUnit(pool, command, signal);
  if (reply.kind !== 'encoded') throw new TypeError(`${reply.kind} is no answer to encode`);
  return reply;
};

/** Runs a decoder chunk. Rejects as `runEncode`. */
export const runDecode = async (
  pool: InferencePool,
  command: DecodeCommand,
  signal: AbortSignal,
): Promise<ReplyOf<'decoded'>> => {
  const reply = await runUnit(pool, command, signal);
  if (reply.kind !== 'decoded') throw new TypeError(`${reply.kind} is no answer to decode`);
  return reply;
};

const runUnit = (
  pool: InferencePool,
  command: InferenceCommand,
  signal: AbortSignal,
): Promise<InferenceReply> => pool.run({ command, deadlineMs: UNIT_DEADLINE_MS }, signal);

/** Says of a thread's failure what a client may know: that it failed, and that another try may help. */
export const synthesisErrorOf = (error: unknown): unknown => {
  if (!(error instanceof ThreadFailure) && !(error instanceof ThreadRefusal)) return error;
  return new SynthesisError('synthesis_failed', 'The engine failed to speak.', {
    retryable: true,
    cause: error,
  });
};
