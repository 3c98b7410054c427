import { describe, expect, it } from '@jest/globals';

import { createGatewayMetrics } from './gateway-metrics.js';
import { createMetricsRegistry } from './metrics-registry.js';

describe(createGatewayMetrics.name, () => {
  it('shows what was counted under names of Chorale', async () => {
    const registry = createMetricsRegistry();
    const metrics = createGatewayMetrics(registry, 'tts-1');
    metrics.sessions(3);
    metrics.sessionRefused('overloaded');
    metrics.invalidChunk();
    metrics.audioSent(1.5);
    metrics.listener.audioCame(2);
    metrics.audioDiscarded(0.5, 'cancelled');
    metrics.watchRoutes(() => 2);
    const page = await registry.metrics();
    for (const line of [
      'chorale_sessions 3',
      'chorale_sessions_refused_total{reason="overloaded"} 1',
      'chorale_invalid_chunks_total 1',
      'chorale_audio_sent_seconds_total 1.5',
      'chorale_audio_discarded_seconds_total{reason="cancelled"} 0.5',
      'chorale_open_routes 2',
      'chorale_reorder_depth_sentences_bucket{le="1"} 0',
      'chorale_reorder_depth_sentences_bucket{le="2"} 1',
    ]) {
      expect(page).toContain(line);
    }
  });
});
