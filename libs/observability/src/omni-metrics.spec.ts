import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Registry } from 'prom-client';

import { createMetricsRegistry } from './metrics-registry.js';
import { createOmniMetrics, type OmniMetrics } from './omni-metrics.js';

const PLACE = 'model_name="tts-1",stage="0",replica="0"';

let registry: Registry;
let metrics: OmniMetrics;

beforeEach(() => {
  registry = createMetricsRegistry();
  metrics = createOmniMetrics(registry, 'tts-1');
});

describe(createOmniMetrics.name, () => {
  it('has all families from the start, so that a rate is one from the first request on', async () => {
    const page = await registry.metrics();
    for (const line of [
      `vllm_omni:audio_ttfp_s_count{${PLACE}} 0`,
      `vllm_omni:audio_duration_s_count{${PLACE}} 0`,
      `vllm_omni:audio_rtf_count{${PLACE}} 0`,
      `vllm_omni:audio_frames_total{${PLACE}} 0`,
      `vllm_omni:audio_underrun_s_count{${PLACE}} 0`,
      `vllm_omni:audio_continuity_ok_total{${PLACE},threshold_ms="100"} 0`,
      `vllm_omni:audio_skipped_requests_total{${PLACE},reason="no_audio_data"} 0`,
    ]) {
      expect(page).toContain(line);
    }
  });

  it('tells how fast a request was made', async () => {
    metrics.firstPacket(0.08);
    metrics.finished({ samples: 48_000, seconds: 2, makingSeconds: 0.5 });
    const page = await registry.metrics();
    for (const line of [
      `vllm_omni:audio_ttfp_s_bucket{le="0.1",${PLACE}} 1`,
      `vllm_omni:audio_duration_s_sum{${PLACE}} 2`,
      `vllm_omni:audio_rtf_sum{${PLACE}} 0.25`,
      `vllm_omni:audio_frames_total{${PLACE}} 48000`,
    ]) {
      expect(page).toContain(line);
    }
  });

  it.each([
    [0, 1],
    [0.1, 1],
    [0.101, 0],
  ])('takes a request that fell behind by %s s for continuous: %s', async (worst, continuous) => {
    metrics.underrun(worst);
    const page = await registry.metrics();
    expect(page).toContain(`vllm_omni:audio_underrun_s_count{${PLACE}} 1`);
    expect(page).toContain(
      `vllm_omni:audio_continuity_ok_total{${PLACE},threshold_ms="100"} ${continuous}`,
    );
  });

  it('counts requests without any audio', async () => {
    metrics.skipped();
    expect(await registry.metrics()).toContain(
      `vllm_omni:audio_skipped_requests_total{${PLACE},reason="no_audio_data"} 1`,
    );
  });
});
