import { sentenceKey } from '../ports/identifiers.js';
import type { AbortReason } from '../ports/abort-bus.js';
import type { ContextState } from './context-state.js';
import { noteUnsent } from './waste.js';

/** Stops all work of a route. */
export const abortRoute = (state: ContextState, route: number, reason: AbortReason): void => {
  const runs = [...state.out.values()].filter((run) => run.facts.utterance.route === route);
  const waiting = runs.flatMap((run) => run.waitingJob ?? []).reverse(); // newest first: the oldest is the likeliest to start meanwhile
  for (const run of runs) state.out.delete(sentenceKey(run.address));
  const bytesPerSecond = state.routes.get(route)?.bytesPerSecond ?? Infinity; // of no route comes no audio
  state.routes.delete(route);
  state.effects.push({ kind: 'abortRoute', route, waiting, reason, bytesPerSecond });
};

/** Nobody listens any more: stops all work and forgets it. */
export const abandon = (state: ContextState, reason: AbortReason): void => {
  noteUnsent(state, state.outbox.sentences(), reason);
  for (const route of [...state.routes.keys()]) abortRoute(state, route, reason);
  state.closed = true;
  state.outbox.clear();
};

/** Closes the connection from our side, at once. */
export const hangUp = (
  state: ContextState,
  close: { readonly code: number; readonly reason: string },
): void => {
  abandon(state, 'failed');
  state.effects.push({ kind: 'closeSocket', code: close.code, reason: close.reason });
};
