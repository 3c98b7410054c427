import type { ContextState } from './context-state.js';
import { runKey } from './context-state.js';

/** Stops all work of a route. */
export const abortRoute = (state: ContextState, route: number): void => {
  const runs = [...state.out.values()].filter((run) => run.facts.utterance.route === route);
  const waiting = runs.flatMap((run) => run.waitingJob ?? []).reverse(); // newest first: the oldest is the likeliest to start meanwhile
  for (const run of runs) state.out.delete(runKey(run.address));
  state.routes.delete(route);
  state.effects.push({ kind: 'abortRoute', route, waiting });
};

/** Nobody listens any more: stops all work and forgets it. */
export const abandon = (state: ContextState): void => {
  for (const route of [...state.routes.keys()]) abortRoute(state, route);
  state.closed = true;
  state.outbox.clear();
};

/** Closes the connection from our side, at once. */
export const hangUp = (
  state: ContextState,
  close: { readonly code: number; readonly reason: string },
): void => {
  abandon(state);
  state.effects.push({ kind: 'closeSocket', code: close.code, reason: close.reason });
};
