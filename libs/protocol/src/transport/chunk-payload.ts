import type { SynthesisFailure, WordTiming } from '@chorale/speech';
import { z } from 'zod';

import { u32, workerName } from './fields.js';
import { readJson } from './read-json.js';

const fingerprint = z.string().max(200);

export const aliveSchema = z.object({ worker: workerName });
export const startedSchema = z.object({ worker: workerName, fingerprint });
export const joinedSchema = z.object({ shift: z.number().int() });
export const lengthSchema = z.object({ totalSamples: u32 });

export const failureSchema = z.object({
  code: z.string().min(1).max(100),
  message: z.string().max(2_000),
  retryable: z.boolean(),
}) satisfies z.ZodType<SynthesisFailure>;

export const wordsSchema = z
  .array(
    z.object({
      word: z.string().max(10_000),
      startSample: u32,
      endSample: u32,
      charStart: u32,
      charEnd: u32,
    }),
  )
  .max(100_000) satisfies z.ZodType<readonly WordTiming[]>;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Writes a JSON payload. */
export const jsonPayload = (value: unknown): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(value));

/** Reads a JSON payload by its schema; null for anything else. Never throws. */
export const readJsonPayload = <T>(bytes: Uint8Array, schema: z.ZodType<T>): T | null => {
  try {
    return readJson(utf8.decode(bytes), schema);
  } catch {
    return null; // not UTF-8
  }
};
