import { describe, expect, it } from '@jest/globals';

import { type ClassFigures, watchClasses } from './class-metrics.js';
import { createMetricsRegistry } from './metrics-registry.js';

const CPU: ClassFigures = {
  ...{ class: 'cpu', debtSeconds: 4, owedSeconds: 9, capacity: 40, predictedTtfaMs: 55 },
  ...{ workers: 2, slots: 4, busySlots: 3, liveSessions: 6 },
};

const ASLEEP: ClassFigures = {
  ...{ class: 'gpu', debtSeconds: 1, owedSeconds: 1, capacity: null, predictedTtfaMs: null },
  ...{ workers: 0, slots: 0, busySlots: 0, liveSessions: 1 },
};

describe(watchClasses.name, () => {
  it('shows each class as it is when the page is asked for', async () => {
    const registry = createMetricsRegistry();
    let figures: readonly ClassFigures[] = [];
    watchClasses(registry, () => figures);
    expect(await registry.metrics()).not.toContain('chorale_class_workers{');
    figures = [CPU];
    const page = await registry.metrics();
    for (const line of [
      'chorale_class_debt_audio_seconds{class="cpu"} 4',
      'chorale_class_owed_audio_seconds{class="cpu"} 9',
      'chorale_class_capacity_ratio{class="cpu"} 40',
      'chorale_class_predicted_first_audio_seconds{class="cpu"} 0.055',
      'chorale_class_workers{class="cpu"} 2',
      'chorale_class_threads{class="cpu"} 4',
      'chorale_class_busy_threads{class="cpu"} 3',
      'chorale_class_live_sessions{class="cpu"} 6',
    ]) {
      expect(page).toContain(line);
    }
  });

  it('shows the debt of a class without workers, and makes up no capacity', async () => {
    const registry = createMetricsRegistry();
    watchClasses(registry, () => [ASLEEP]);
    const page = await registry.metrics();
    expect(page).toContain('chorale_class_debt_audio_seconds{class="gpu"} 1');
    expect(page).toContain('chorale_class_workers{class="gpu"} 0');
    expect(page).not.toMatch(/^chorale_class_(capacity|predicted)\w*\{/m);
  });

  it('forgets what is not known any more', async () => {
    const registry = createMetricsRegistry();
    let figures = [CPU];
    watchClasses(registry, () => figures);
    await registry.metrics();
    figures = [];
    expect(await registry.metrics()).not.toContain('class="cpu"');
  });
});
