import type { ChunkEvent, ChunkSink, Clock, GatewayId, WorkerId } from '@chorale/speech';

import type { GatewayWatch } from './gateway-watch.js';

/** A gateway takes a silent worker for lost after 800 ms: three of these may go missing. */
const KEEPALIVE_MS = 250;

/** What the links to the gateways are made of. */
export interface GatewayLinksParts {
  readonly worker: WorkerId;
  readonly sink: ChunkSink;
  readonly clock: Clock;
  /** Called whenever a send finds that a gateway no longer listens. */
  readonly onGone: (gateway: GatewayId) => void;
  readonly watch: Pick<GatewayWatch, 'watch'>;
}

interface Link {
  holders: number;
  cancelTimer: () => void;
  readonly unwatch: () => void;
  /** A keepalive is under way; another would only queue up behind it. */
  sending: boolean;
}

/**
 * The worker's ways back to the gateways: while it holds work of one, it shows it that the worker lives, and
 * looks whether the gateway does.
 */
export class GatewayLinks {
  readonly #parts: GatewayLinksParts;
  readonly #links = new Map<GatewayId, Link>();

  constructor(parts: GatewayLinksParts) {
    this.#parts = parts;
  }

  /** Keeps the gateway informed until the returned function is called (once). */
  hold(gateway: GatewayId): () => void {
    const link = this.#links.get(gateway) ?? this.#open(gateway);
    link.holders += 1;
    return () => this.#release(gateway, link);
  }

  /** Sends as `ChunkSink.send` does, and notices when the gateway is gone. */
  async send(gateway: GatewayId, event: ChunkEvent): Promise<void> {
    const outcome = await this.#parts.sink.send(gateway, event);
    if (outcome === 'gateway-gone') this.#parts.onGone(gateway);
  }

  #open(gateway: GatewayId): Link {
    const unwatch = this.#parts.watch.watch(gateway);
    const link: Link = { holders: 0, cancelTimer: () => undefined, unwatch, sending: false };
    this.#links.set(gateway, link);
    this.#beatLater(gateway, link);
    return link;
  }

  #release(gateway: GatewayId, link: Link): void {
    link.holders -= 1;
    if (link.holders > 0) return;
    link.cancelTimer();
    link.unwatch();
    this.#links.delete(gateway);
  }

  #beatLater(gateway: GatewayId, link: Link): void {
    link.cancelTimer = this.#parts.clock.after(KEEPALIVE_MS, () => {
      this.#beatLater(gateway, link);
      this.#beat(gateway, link);
    });
  }

  #beat(gateway: GatewayId, link: Link): void {
    if (link.sending) return;
    link.sending = true;
    const alive = { kind: 'alive', worker: this.#parts.worker } as const;
    this.send(gateway, alive)
      // A lost keepalive is what the gateway's silence timer is for.
      .catch(() => undefined)
      .finally(() => (link.sending = false));
  }
}
