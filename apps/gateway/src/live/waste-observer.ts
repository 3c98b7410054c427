import type { GatewayMetrics } from '@chorale/observability';
import type { ContextEffect } from '@chorale/speech';

import type { ContextObserver } from '../sessions/context-observer.js';

/** Counts audio that came for one context and will not be sent. */
export class WasteObserver implements ContextObserver {
  constructor(private readonly metrics: Pick<GatewayMetrics, 'audioDiscarded'>) {}

  onEffect(effect: ContextEffect): void {
    if (effect.kind === 'noteWaste') this.metrics.audioDiscarded(effect.seconds, effect.reason);
  }
}
