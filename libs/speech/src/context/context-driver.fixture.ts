import type { SynthesisFailure } from '../ports/chunk-stream.js';
import { workerId } from '../ports/identifiers.js';
import type { ContextEffect, SentenceOrder } from './context-effect.js';
import type { ContextEvent } from './context-event.js';
import type { ContextLimits } from './context-limits.js';
import { DEFAULT_CONTEXT_LIMITS } from './context-limits.js';
import { ContextMachine } from './context-machine.js';
import type { ServerAbilities } from './unit-refusal.js';
import type { Profile, UtteranceConfig } from './utterance-config.js';

/** A config as it stands when a client leaves everything to the server, but streams PCM. */
export const aConfig = (overrides: Partial<UtteranceConfig> = {}): UtteranceConfig => ({
  ...{ model: null, voice: null, language: null, taskType: null, instructions: null },
  ...{ format: 'pcm', streamAudio: true, speed: 1, split: 'sentence', wordTimestamps: 'off' },
  ...{ sampleRate: 24_000, seed: null, maxNewTokens: null, refAudio: 'none', refText: null },
  ...{ xVectorOnly: null, embeddingLength: null, priority: 'interactive', extended: false },
  ...overrides,
});

/**
 * What the client gets: a JSON message as it is, or one of `audio` (sample values), `header`, `file`,
 * `timedAudio`, `timings` and `closed`.
 */
export type Seen = Readonly<Record<string, unknown>>;

/** A message's type, or what else it is. */
export const kindOf = (seen: Seen): string => {
  const { type } = seen;
  return typeof type === 'string' ? type : (Object.keys(seen)[0] ?? '');
};

/** What a driver may be told apart from its defaults. */
export interface DriverOptions {
  readonly profile?: Profile;
  readonly limits?: Partial<ContextLimits>;
  readonly abilities?: Partial<ServerAbilities>;
}

/** Sample `at` of sentence `seq` of a route: different for any two sentences near one another. */
export const sampleOf = (route: number, seq: number, at: number): number =>
  (route * 10_000 + seq * 1_000 + at) % 30_000;

/** PCM16 of the samples `from` up to `to` of a sentence. */
export const pcmOf = (
  { route, seq }: { readonly route: number; readonly seq: number },
  from: number,
  to: number,
): Uint8Array =>
  new Uint8Array(
    Int16Array.from({ length: to - from }, (_, at) => sampleOf(route, seq, from + at)).buffer,
  );

const samplesIn = (bytes: Uint8Array): readonly number[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / 2 }, (_, at) => view.getInt16(at * 2, true));
};

const seenIn = (effect: ContextEffect): readonly Seen[] => {
  switch (effect.kind) {
    case 'sendMessage':
      return [effect.message];
    case 'sendAudio':
      return [{ audio: samplesIn(effect.samples) }];
    case 'sendStreamHeader':
      return [{ header: effect.format, rate: effect.sampleRate }];
    case 'sendFile':
      return [{ file: effect.format, samples: effect.chunks.flatMap(samplesIn) }];
    case 'sendTimedAudio': {
      const { samples, ...timedAudio } = effect.frame;
      return samples.byteLength > 0
        ? [{ timedAudio }, { audio: samplesIn(samples) }]
        : [{ timedAudio }];
    }
    case 'sendTimings':
      return [
        { timings: effect.words.map(({ word }) => word), sentence: effect.label.sentenceIndex },
      ];
    case 'closeSocket':
      return [{ closed: effect.code, reason: effect.reason }];
    case 'openRoute':
    case 'releaseRoute':
    case 'enqueue':
    case 'promote':
    case 'offerToAll':
    case 'moveDue':
    case 'abortRoute':
    case 'abortAttempts':
    case 'checkJob':
    case 'journal':
    case 'noteSeam':
    case 'noteWaste':
    case 'wakeAt':
      return [];
  }
};

/** More wake-ups than this without the clock moving on is a busy loop. */
const MAX_WAKES_AT_ONCE = 3;

/**
 * Plays the client, the workers and the clock of one context, and keeps what the client sees. Jobs
 * are answered only when told; a worker speaks sentence samples as `sampleOf` defines them.
 */
export class ContextDriver {
  now = 0;
  readonly machine: ContextMachine;
  /** Everything the machine asked for, in order. */
  readonly effects: ContextEffect[] = [];
  readonly #orders: SentenceOrder[] = [];
  #seen: Seen[] = [];
  #wakeAt: number | null = null;
  #routes = 0;

  constructor(options: DriverOptions = {}) {
    const formats = new Set(['wav', 'pcm', 'mulaw', 'alaw']);
    this.machine = new ContextMachine(
      {
        profile: options.profile ?? 'omni',
        limits: { ...DEFAULT_CONTEXT_LIMITS, ...options.limits },
        abilities: {
          maxInstructionsLength: 500,
          formats,
          wordTimestamps: true,
          ...options.abilities,
        },
        allocateRoute: () => (this.#routes += 1),
      },
      this.now,
    );
    this.handle({ kind: 'woke' });
  }

  /** Hands the machine an event at the present time and returns what it asked for. */
  handle(event: ContextEvent): readonly ContextEffect[] {
    const effects = this.machine.handle(event, this.now);
    for (const effect of effects) {
      this.effects.push(effect);
      this.#seen.push(...seenIn(effect));
      if (effect.kind === 'enqueue') this.#orders.push(effect.order);
      if (effect.kind === 'wakeAt') this.#wakeAt = effect.at;
    }
    return effects;
  }

  /** When the machine wants to be woken. */
  get wakeAt(): number | null {
    return this.#wakeAt;
  }

  /** What the client got since the last call; only what is of that kind, if one is named. */
  take(kind?: string): readonly Seen[] {
    const seen = this.#seen;
    this.#seen = [];
    return kind === undefined ? seen : seen.filter((each) => kindOf(each) === kind);
  }

  configure(overrides: Partial<UtteranceConfig> = {}): this {
    this.handle({ kind: 'configured', config: aConfig(overrides) });
    return this;
  }

  text(text: string): this {
    this.handle({ kind: 'textPushed', text });
    return this;
  }

  done(): this {
    this.handle({ kind: 'textEnded' });
    return this;
  }

  close(): this {
    this.handle({ kind: 'closeRequested' });
    return this;
  }

  error(message: string, fatal = false): this {
    this.handle({ kind: 'protocolError', message, fatal });
    return this;
  }

  /** Lets the time pass, waking the machine whenever it asked to be; fails on a busy loop. */
  wait(ms: number): this {
    const until = this.now + ms;
    for (let stalled = 0; this.#wakeAt !== null && this.#wakeAt <= until;) {
      stalled = this.#wakeAt > this.now ? 0 : stalled + 1;
      if (stalled > MAX_WAKES_AT_ONCE) throw new Error(`woken again and again at ${this.now} ms`);
      this.now = Math.max(this.now, this.#wakeAt);
      this.#wakeAt = null;
      this.handle({ kind: 'woke' });
    }
    this.now = until;
    return this;
  }

  /** The jobs that were asked for, in order. */
  get orders(): readonly SentenceOrder[] {
    return this.#orders;
  }

  /** The latest job of a sentence of the latest utterance that has it. */
  order(seq: number): SentenceOrder {
    const order = this.orders.findLast(({ address }) => address.seq === seq);
    if (order === undefined) throw new Error(`sentence ${seq} was not asked for`);
    return order;
  }

  start(order: SentenceOrder, worker = 'worker-1'): this {
    const started = { address: order.address, worker: workerId(worker), fingerprint: 'f00d' };
    this.handle({ kind: 'started', ...started });
    return this;
  }

  /** Tells how many samples the order's sentence has. */
  plan({ address }: SentenceOrder, totalSamples: number): this {
    this.handle({ kind: 'planned', address, totalSamples });
    return this;
  }

  /** Sends the samples `from` up to `to` of the order's sentence. */
  chunk({ address }: SentenceOrder, from: number, to: number): this {
    const samples = pcmOf(address, from, to);
    this.handle({ kind: 'chunkArrived', address, sampleOffset: from, samples });
    return this;
  }

  end({ address }: SentenceOrder, totalSamples: number): this {
    this.handle({ kind: 'sentenceEnded', address, totalSamples });
    return this;
  }

  yieldAt({ address }: SentenceOrder, nextSample: number): this {
    this.handle({ kind: 'yielded', address, nextSample });
    return this;
  }

  fail({ address }: SentenceOrder, failure: Partial<SynthesisFailure> = {}): this {
    const whole = { code: 'x', message: 'no voice', retryable: false, ...failure };
    this.handle({ kind: 'sentenceFailed', address, failure: whole });
    return this;
  }

  /** Starts, speaks and ends a job whose sentence has `samples` samples in all. */
  speak(order: SentenceOrder, samples = 3): this {
    return this.start(order).chunk(order, order.fromSample, samples).end(order, samples);
  }

  /** Speaks every job there is and will be, oldest first. */
  speakAll(samples = 3): this {
    for (const order of this.#orders) this.speak(order, samples); // grows meanwhile
    return this;
  }
}

/** What the machine asked for of one kind, in order. */
export const ofKind = <K extends ContextEffect['kind']>(
  { effects }: Pick<ContextDriver, 'effects'>,
  kind: K,
): readonly Extract<ContextEffect, { kind: K }>[] =>
  effects.filter((effect): effect is Extract<ContextEffect, { kind: K }> => effect.kind === kind);
