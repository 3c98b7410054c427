import type { ContextObserver } from '../sessions/context-observer.js';

import type { ClusterLoad } from './cluster-load.js';
import type { LoadBearer } from './open-contexts.js';

/**
 * Counts one voice stream among the load of its gateway until its client is gone. How much it weighs is asked
 * for when it is wanted: it changes with every frame.
 */
export class LoadObserver implements ContextObserver {
  #context: LoadBearer | null = null;

  constructor(
    private readonly load: Pick<ClusterLoad, 'track' | 'forget'>,
    private readonly tenant: string,
  ) {}

  /** Begins to count it. */
  begin(context: LoadBearer): void {
    this.#context = context;
    this.load.track(context, this.tenant);
  }

  onClosed(): void {
    if (this.#context !== null) this.load.forget(this.#context);
  }
}
