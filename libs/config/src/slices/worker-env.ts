import { z } from 'zod';

import { listOf, oneOf, textLike, wholeNumber } from '../field.js';

/** How a worker uses its machine. */
export const workerEnv = z.object({
  /** Pool that the worker joins; all workers of a pool serve the same voices. */
  WORKER_CLASS: textLike(
    /^[a-z0-9][a-z0-9_-]{0,31}$/,
    'be lower-case letters, digits, _ or -',
  ).prefault('default'),
  /** Threads that run the model, each with its own copy of the sessions. Unset: the number of cores. */
  INFERENCE_THREADS: wholeNumber(1, 256).optional(),
  /** Which sentence's next piece is made first: edf (whose listener needs it soonest), fifo or round-robin (for comparison). */
  WORKER_UNIT_ORDER: oneOf('edf', 'fifo', 'round-robin').prefault('edf'),
  /** Milliseconds for which a gateway, which shows itself every 500 ms, may be silent before its sentences are dropped. */
  GATEWAY_SILENCE_MS: wholeNumber(1_000, 14_000).prefault('2500'),
  /** Nice value of the worker: higher lets the gateway and Redis on the same machine go first. */
  WORKER_NICE: wholeNumber(0, 19).prefault('5'),
  /** TCP port of the worker's health page; 0 takes a free one. */
  WORKER_HEALTH_PORT: wholeNumber(0, 65_535).prefault('0'),
  /** Address of the worker's health page, which tells figures and takes no orders; 0.0.0.0 lets other machines ask. */
  WORKER_HEALTH_HOST: textLike(/^[\w.:-]+$/, 'be a host name or an IP address').prefault(
    '127.0.0.1',
  ),
  /** MiB that loaded voices may take; the least recently used one is unloaded beyond it. */
  VOICE_MEMORY_MB: wholeNumber(64, 1_048_576).prefault('2048'),
  /** MiB of resident memory beyond which the worker finishes what it has and is started anew. Unset: no limit. */
  WORKER_MEMORY_LIMIT_MB: wholeNumber(32, 1_048_576).optional(),
  /** ONNX Runtime back ends to try, in this order: cuda, webgpu, cpu. */
  EXECUTION_PROVIDERS: listOf('cuda', 'webgpu', 'cpu').prefault('cuda,webgpu,cpu'),
});
