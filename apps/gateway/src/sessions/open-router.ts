import type { AbortReason } from '@chorale/speech';

import type { GatewayParts } from '../gateway-parts.js';

import { ChunkRouter } from './chunk-router.js';

/** Opens the router of a gateway's chunks; what it finds is counted, and who works for nobody is told to `onOrphan`. */
export const openRouter = (
  { clock, config, metrics }: Pick<GatewayParts, 'clock' | 'config' | 'metrics'>,
  onOrphan: (route: number, reason: AbortReason) => void,
): ChunkRouter => {
  const router = new ChunkRouter(clock, {
    silenceMs: config.WORKER_SILENCE_MS,
    onInvalid: () => metrics.invalidChunk(),
    onLate: (seconds, reason) => metrics.audioDiscarded(seconds, reason),
    onOrphan,
  });
  metrics.watchRoutes(() => router.openRoutes);
  return router;
};
