import { Worker } from 'node:worker_threads';

import { compiledUrl } from '../encoders/compiled-url.js';

import type { ClipVerdict } from './measure-clip.js';

/** What the thread is started with. */
export interface ClipTask {
  readonly bytes: Uint8Array;
  readonly maxSeconds: number;
}

/** A recording that takes longer to decode is not worth it, ms. */
const PATIENCE_MS = 10_000;

/** What the thread's own heap may take, MiB. */
const HEAP_MB = 128;

/**
 * Decodes a client's recording in a thread of its own, which is ended if it takes too long or too much:
 * broken or hostile files cost no more than that. Never rejects; `maxSeconds` bounds what is decoded.
 */
export const checkClip = (bytes: Uint8Array, maxSeconds: number): Promise<ClipVerdict> => {
  const workerData: ClipTask = { bytes, maxSeconds };
  const thread = new Worker(compiledUrl('./clip.thread.js', import.meta.url), {
    execArgv: [],
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    stdout: true, // decoders complain there
    stderr: true,
  });
  return new Promise((resolve) => {
    const settle = (verdict: ClipVerdict): void => {
      clearTimeout(timer);
      void thread.terminate();
      resolve(verdict);
    };
    const timer = setTimeout(settle, PATIENCE_MS, { kind: 'undecodable' });
    thread.once('message', settle);
    thread.once('error', () => settle({ kind: 'undecodable' }));
    thread.once('exit', () => settle({ kind: 'undecodable' }));
  });
};
