import type { Clock, GatewayRecord, GatewayRegistry } from '@chorale/speech';

/** A record lives 5 s: four renewals may fail in a row. */
const BEAT_MS = 1_000;

/** As long as a record lives, what was read of the others holds. */
const FRESH_MS = 5_000;

/** What a heartbeat is made of. */
export interface HeartbeatParts {
  readonly registry: GatewayRegistry;
  readonly clock: Clock;
  /** What the gateway says about itself now. */
  readonly record: () => GatewayRecord;
  readonly onError: (error: unknown) => void;
}

/** Keeps the gateway's record in the registry, and reads those of the others. */
export class Heartbeat {
  #others: readonly GatewayRecord[] = [];
  #beating: Promise<void> = Promise.resolve();
  #seenAt = -Infinity;
  #cancelTimer: () => void = () => undefined;
  #stopped = false;

  constructor(private readonly parts: HeartbeatParts) {}

  /** Beats once, then every second; a beat that fails is reported and keeps what is known. */
  async start(): Promise<void> {
    await this.beat();
    this.#beatLater();
  }

  /** Beats at once, as something changed. */
  beat(): Promise<void> {
    this.#beating = this.#beating.then(() => this.#beatOrReport());
    return this.#beating;
  }

  /** The other gateways that live. */
  get others(): readonly GatewayRecord[] {
    return this.#others;
  }

  /** What is known of the others is not older than their records may become. */
  get isFresh(): boolean {
    return this.parts.clock.now() - this.#seenAt < FRESH_MS;
  }

  /** Takes the gateway out of the registry. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    await this.#beating;
    const { registry, record, onError } = this.parts;
    await registry.withdraw(record().gateway).catch(onError); // it runs out by itself
  }

  #beatLater(): void {
    this.#cancelTimer = this.parts.clock.after(BEAT_MS, () => {
      void this.beat().finally(() => {
        if (!this.#stopped) this.#beatLater();
      });
    });
  }

  async #beatOrReport(): Promise<void> {
    const { registry, record, clock, onError } = this.parts;
    try {
      const own = record();
      await registry.announce(own);
      const living = await registry.list();
      this.#others = living.filter(({ gateway }) => gateway !== own.gateway);
      this.#seenAt = clock.now();
    } catch (error) {
      onError(error);
    }
  }
}
