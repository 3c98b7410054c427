import type { EncodedAudio } from '@chorale/audio';
import type {
  ChunkEvent,
  JobOrigin,
  SentenceAddress,
  SynthesisFailure,
  WordTiming,
  WorkerId,
} from '@chorale/speech';

import type { GatewayLinks } from './gateway-links.js';

/** Events under way at once; beyond it the sentence waits, and its model runs with it. */
const MAX_OUTSTANDING = 8;

/**
 * The way of one job's events to its gateway, in order. Sending waits only while 8 events are under
 * way; an event that was lost makes the next call reject with the reason.
 */
export class SentenceEvents {
  readonly #origin: JobOrigin;
  readonly #links: GatewayLinks;
  readonly #address: SentenceAddress;
  readonly #onFirstAudio: () => void;
  readonly #outstanding: Promise<void>[] = [];
  #lost: { readonly reason: unknown } | null = null;
  #chunks = 0;
  #shift: number;

  /** Offsets are told `shift` samples behind those given here. */
  constructor(
    origin: JobOrigin & { readonly shift?: number },
    links: GatewayLinks,
    onFirstAudio: () => void = () => undefined,
  ) {
    this.#shift = origin.shift ?? 0;
    this.#onFirstAudio = onFirstAudio;
    this.#origin = origin;
    this.#links = links;
    this.#address = { route: origin.route, seq: origin.seq, attempt: origin.attempt };
  }

  started(worker: WorkerId, fingerprint: string): Promise<void> {
    return this.#send({ kind: 'started', worker, fingerprint, ...this.#address });
  }

  /** From now on offsets are told so far behind those given here, and the gateway knows it. */
  async join(shift: number): Promise<void> {
    if (shift === this.#shift) return;
    this.#shift = shift;
    await this.#send({ kind: 'joined', shift, ...this.#address });
  }

  audio({ sampleOffset: own, samples }: EncodedAudio): Promise<void> {
    if (this.#chunks === 0) this.#onFirstAudio();
    const chunkIndex = this.#chunks++;
    const sampleOffset = own + this.#shift;
    return this.#send({ kind: 'audio', chunkIndex, sampleOffset, samples, ...this.#address });
  }

  timing(own: readonly WordTiming[]): Promise<void> {
    const words = own.map((word) => ({
      ...word,
      startSample: word.startSample + this.#shift,
      endSample: word.endSample + this.#shift,
    }));
    return this.#send({ kind: 'timing', words, ...this.#address });
  }

  planned(total: number): Promise<void> {
    return this.#send({ kind: 'planned', totalSamples: total + this.#shift, ...this.#address });
  }

  yielded(next: number): Promise<void> {
    return this.#send({ kind: 'yielded', nextSample: next + this.#shift, ...this.#address });
  }

  ended(total: number): Promise<void> {
    return this.#send({ kind: 'ended', totalSamples: total + this.#shift, ...this.#address });
  }

  /** Tried even after an event was lost: the gateway would wait for ever. */
  failed(failure: SynthesisFailure): Promise<void> {
    this.#lost = null;
    return this.#send({ kind: 'failed', failure, ...this.#address });
  }

  /** Resolves when everything has arrived at the broker. */
  async flush(): Promise<void> {
    await Promise.all(this.#outstanding);
    this.#throwIfLost();
  }

  async #send(event: ChunkEvent): Promise<void> {
    if (this.#outstanding.length >= MAX_OUTSTANDING) await this.#outstanding[0];
    this.#throwIfLost();
    const sending = this.#links.send(this.#origin.gateway, event).catch((reason: unknown) => {
      this.#lost ??= { reason };
    });
    this.#outstanding.push(sending);
    void sending.then(() => void this.#outstanding.splice(this.#outstanding.indexOf(sending), 1));
  }

  #throwIfLost(): void {
    if (this.#lost) throw new LostEventError({ cause: this.#lost.reason });
  }
}

/** The broker did not take an event, so the gateway will never hear all of this attempt. */
export class LostEventError extends Error {
  override readonly name = 'LostEventError';
  constructor(options: ErrorOptions) {
    super('an event was lost on its way to the gateway', options);
  }
}
