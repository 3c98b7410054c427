import type { ContextEffect, ContextEvent } from '@chorale/speech';

/**
 * Looks on while a context runs: for metrics, traces and the live view. It decides nothing, must be
 * quick (it is called for every frame) and must not throw.
 */
export interface ContextObserver {
  /** An event is about to be handled, at `now` (ms of the gateway's clock). */
  onEvent?(event: ContextEvent, now: number): void;
  /** An effect is about to be carried out. */
  onEffect?(effect: ContextEffect, now: number): void;
  /** The client is gone; nothing comes after. */
  onClosed?(now: number): void;
}

type RouteEnd = Extract<ContextEffect, { kind: 'releaseRoute' | 'abortRoute' }>;

/** Says whether nothing more comes of an utterance after the effect. */
export const endsRoute = (effect: ContextEffect): effect is RouteEnd =>
  effect.kind === 'releaseRoute' || effect.kind === 'abortRoute';
