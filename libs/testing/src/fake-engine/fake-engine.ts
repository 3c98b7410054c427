import {
  type Clock,
  type Engine,
  type EngineCapabilities,
  type NativeAudio,
  type OpenSentence,
  type SentenceRequest,
  SynthesisError,
  type Unit,
  type UnitResult,
  type VoiceRecord,
} from '@chorale/speech';

import { FakeSentence } from './fake-sentence.js';

/** What the fake voice is like; every field has a default. */
export interface FakeEngineOptions {
  readonly nativeRate?: number;
  readonly secondsPerCharacter?: number;
  /** Audio in one decoder chunk. */
  readonly unitSeconds?: number;
  /** How long one unit takes; without it, units take no time but still let others run. */
  readonly cost?: { readonly clock: Clock; readonly unitMs: number };
  readonly seekable?: boolean;
  readonly fingerprint?: string;
  readonly voices?: readonly VoiceRecord[];
  /** What is wrong with all that it says. */
  readonly ailment?: 'silence' | 'nan';
  /** The mark of a sentence's samples; by default its seed. */
  readonly markOf?: (request: SentenceRequest) => bigint;
  /** Called as a unit starts. */
  readonly onUnit?: (request: SentenceRequest, unit: Unit) => void;
  /** Called at `[[crash]]`; by default the unit throws. */
  readonly onCrash?: () => void;
}

/** The fake voice: 24 kHz, speaks anything. */
export const FAKE_VOICE: VoiceRecord = {
  id: 'fake',
  language: 'en-US',
  engine: 'fake',
  nativeRate: 24_000,
  speakers: 1,
};

/**
 * An engine that speaks marked samples (`expectedSamples`), every character equally long.
 *
 * Text can hold marks of trouble: `[[refuse]]` cannot be opened; at its first decoder chunk,
 * `[[fail]]` fails, `[[nan]]` gives a sample that is no number, `[[hang]]` never ends until the
 * engine closes, `[[crash]]` crashes.
 */
export class FakeEngine implements Engine {
  readonly capabilities: EngineCapabilities;
  readonly fingerprint: string;
  readonly #options: FakeEngineOptions;
  readonly #hanging = new Set<(error: Error) => void>();
  #closed = false;

  constructor(options: FakeEngineOptions = {}) {
    this.#options = options;
    this.fingerprint = options.fingerprint ?? 'fake';
    this.capabilities = {
      engine: 'fake',
      voices: options.voices ?? [{ ...FAKE_VOICE, nativeRate: options.nativeRate ?? 24_000 }],
      seekable: options.seekable ?? true,
      timings: true,
      minSpeed: 0.25,
      maxSpeed: 4,
    };
  }

  open(request: SentenceRequest, signal: AbortSignal): Promise<OpenSentence> {
    if (signal.aborted) return Promise.reject(aborted(signal));
    if (request.text.includes('[[refuse]]')) {
      return Promise.reject(new SynthesisError('unspeakable', 'this voice cannot say that'));
    }
    return Promise.resolve(new FakeSentence(this.#plan(request)));
  }

  run(units: readonly Unit[], signal: AbortSignal): Promise<readonly UnitResult[]> {
    return Promise.all(units.map((unit) => this.#runOne(unit, signal)));
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#hanging.forEach((reject) => reject(closed()));
    this.#hanging.clear();
    return Promise.resolve();
  }

  #plan(request: SentenceRequest): FakeSentence['plan'] {
    const { nativeRate = 24_000, secondsPerCharacter = 0.06, unitSeconds = 0.25 } = this.#options;
    return {
      request,
      mark: this.#options.markOf?.(request) ?? request.seed,
      nativeRate,
      samplesPerCharacter: (secondsPerCharacter * nativeRate) / request.style.speed,
      unitSamples: Math.max(1, Math.round(unitSeconds * nativeRate)),
      unitCostMs: this.#options.cost?.unitMs ?? 0,
      seekable: this.capabilities.seekable,
    };
  }

  async #runOne(unit: Unit, signal: AbortSignal): Promise<UnitResult> {
    if (signal.aborted) throw aborted(signal);
    const sentence = unit.sentence;
    if (!(sentence instanceof FakeSentence)) throw new TypeError('a unit of another engine');
    sentence.beginUnit();
    try {
      this.#options.onUnit?.(sentence.plan.request, unit);
      await this.#spend();
      return unit.kind === 'encode' ? encoded(sentence) : await this.#decoded(sentence);
    } finally {
      sentence.endUnit();
    }
  }

  #spend(): Promise<void> {
    const { cost } = this.#options;
    return new Promise((done) => {
      if (cost) cost.clock.after(cost.unitMs, done);
      else setImmediate(done);
    });
  }

  async #decoded(sentence: FakeSentence): Promise<UnitResult> {
    const { text } = sentence.plan.request;
    if (text.includes('[[fail]]')) throw new SynthesisError('fake_failure', 'failed as told');
    if (text.includes('[[hang]]')) await this.#hang();
    if (text.includes('[[crash]]')) this.#crash();
    const audio = sentence.decode();
    const { ailment } = this.#options;
    if (ailment === 'silence') audio.samples.fill(0);
    if (ailment === 'nan' || text.includes('[[nan]]')) audio.samples.fill(Number.NaN, 0, 1);
    return { audio: orNull(audio), words: sentence.wordsOf(audio), totalSamples: null };
  }

  #hang(): Promise<never> {
    if (this.#closed) return Promise.reject(closed());
    return new Promise((_, reject) => this.#hanging.add(reject));
  }

  #crash(): void {
    if (!this.#options.onCrash) throw new Error('crashed as told');
    this.#options.onCrash();
  }
}

const encoded = (sentence: FakeSentence): UnitResult => {
  sentence.markEncoded();
  return { audio: null, words: sentence.outlined, totalSamples: sentence.totalSamples };
};

const orNull = (audio: NativeAudio): NativeAudio | null =>
  audio.samples.length > 0 ? audio : null;

const closed = (): Error => new SynthesisError('engine_closed', 'the engine closed');

const aborted = (signal: AbortSignal): Error =>
  new Error('aborted before the unit started', { cause: signal.reason });
