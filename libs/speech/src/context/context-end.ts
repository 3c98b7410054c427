import type { ContextState } from './context-state.js';

/** Nobody listens any more: stops all work and forgets it. */
export const abandon = (state: ContextState): void => {
  for (const route of state.routes.keys()) {
    const waiting = [...state.out.values()]
      .filter((run) => run.facts.utterance.route === route)
      .flatMap((run) => run.waitingJob ?? [])
      .reverse(); // newest first: the oldest is the likeliest to start meanwhile
    state.effects.push({ kind: 'abortRoute', route, waiting });
  }
  state.closed = true;
  state.routes.clear();
  state.out.clear();
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
