import { describe, expect, it } from '@jest/globals';

import { createMetricsRegistry } from './metrics-registry.js';
import { createWorkerMetrics } from './worker-metrics.js';

describe(createWorkerMetrics.name, () => {
  it('shows what was counted under names of Chorale', async () => {
    const registry = createMetricsRegistry();
    const metrics = createWorkerMetrics(registry);
    metrics.jobStarted();
    metrics.jobEnded('failed');
    metrics.invalidPayload();
    metrics.audioMade(1.5);
    metrics.audioWasted(0.25, 'cancelled');
    metrics.idleAfterAbort(15, 'client_gone');
    metrics.unitRan('decode', 19);
    metrics.firstChunk(35);
    metrics.jobSpoken(0.5, 4);
    metrics.jobSpoken(0.5, 0);
    metrics.openSentences(2);
    const page = await registry.metrics();
    for (const line of [
      'chorale_jobs_started_total 1',
      'chorale_jobs_ended_total{outcome="failed"} 1',
      'chorale_invalid_jobs_total 1',
      'chorale_audio_seconds_total 1.5',
      'chorale_audio_wasted_seconds_total{reason="cancelled"} 0.25',
      'chorale_cancel_to_idle_seconds_sum{reason="client_gone"} 0.015',
      'chorale_unit_seconds_bucket{le="0.02",kind="decode"} 1',
      'chorale_first_chunk_seconds_sum 0.035',
      'chorale_real_time_ratio_sum 0.125',
      'chorale_real_time_ratio_count 1',
      'chorale_open_sentences 2',
    ]) {
      expect(page).toContain(line);
    }
  });

  it('adds figures of the process where they are wanted', async () => {
    const page = await createMetricsRegistry({ process: true }).metrics();
    expect(page).toContain('process_resident_memory_bytes');
  });
});
