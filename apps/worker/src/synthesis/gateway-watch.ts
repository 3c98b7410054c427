import type { ChunkSink, Clock, GatewayId } from '@chorale/speech';

/** How often a gateway is looked at; a living one shows itself as often. */
const LOOK_MS = 500;

/** Between two looks so far apart this process, or the broker, stood still, and gateways may have as well. */
const STOOD_STILL_MS = 1_500;

/** Silent gateways that are remembered: more than die at a time. */
const MAX_SILENT = 64;

/** What gateways are watched with. */
export interface GatewayWatchParts {
  readonly sink: Pick<ChunkSink, 'silenceOf'>;
  readonly clock: Clock;
  /** Silence after which a gateway is taken for dead, ms. */
  readonly silenceMs: number;
  /** Called, again and again, while a gateway that is watched is silent. */
  readonly onSilent: (gateway: GatewayId) => void;
}

/**
 * Notices gateways that died: nobody waits for their work any more. Silence counts only as far as it was
 * looked at without a pause, so that a broker that stood still accuses nobody.
 */
export class GatewayWatch {
  readonly #parts: GatewayWatchParts;
  readonly #silent = new Set<GatewayId>();

  constructor(parts: GatewayWatchParts) {
    this.#parts = parts;
  }

  /** Looks at a gateway until the returned function is called. */
  watch(gateway: GatewayId): () => void {
    const { sink, onSilent } = this.#parts;
    // The next job of one that was silent before must not have to wait for that again.
    const isSuspect = this.#silent.delete(gateway);
    const look = new GatewayLook(this.#parts, isSuspect, {
      silenceOf: () => sink.silenceOf(gateway),
      onSilent: () => {
        this.#suspect(gateway);
        onSilent(gateway);
      },
    });
    return () => look.stop();
  }

  #suspect(gateway: GatewayId): void {
    this.#silent.add(gateway);
    const [first] = this.#silent;
    if (this.#silent.size > MAX_SILENT && first !== undefined) this.#silent.delete(first);
  }
}

interface Looked {
  readonly silenceOf: () => Promise<number>;
  readonly onSilent: () => void;
}

/** Looks at one gateway, again and again. */
class GatewayLook {
  /** Since when it was looked at without a pause, ms. */
  #since: number;
  #lookedAt: number;
  #cancelTimer: () => void = () => undefined;
  #isOver = false;

  constructor(
    private readonly parts: Pick<GatewayWatchParts, 'clock' | 'silenceMs'>,
    isSuspect: boolean,
    private readonly looked: Looked,
  ) {
    this.#lookedAt = parts.clock.now();
    this.#since = isSuspect ? -Infinity : this.#lookedAt;
    this.#lookIn(isSuspect ? 0 : LOOK_MS);
  }

  stop(): void {
    this.#isOver = true;
    this.#cancelTimer();
  }

  #lookIn(ms: number): void {
    this.#cancelTimer = this.parts.clock.after(ms, () => void this.#look()); // #look never rejects
  }

  async #look(): Promise<void> {
    const silentMs = await this.looked.silenceOf().catch(() => null);
    if (this.#isOver) return;
    this.#judge(silentMs);
    this.#lookIn(LOOK_MS);
  }

  /** Null: the broker is away, and nobody can be heard. */
  #judge(silentMs: number | null): void {
    const now = this.parts.clock.now();
    if (silentMs === null || now - this.#lookedAt > STOOD_STILL_MS) this.#since = now;
    this.#lookedAt = now;
    if (Math.min(silentMs ?? 0, now - this.#since) >= this.parts.silenceMs) this.looked.onSilent();
  }
}
