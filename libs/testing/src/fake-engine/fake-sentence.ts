import type { NativeAudio, OpenSentence, SentenceRequest, Unit, WordTiming } from '@chorale/speech';

import { expectedSamples } from './marked-samples.js';

/** What is fixed about a sentence of the fake voice; rates in Hz, lengths in native samples. */
export interface FakeSentencePlan {
  readonly request: SentenceRequest;
  readonly mark: bigint;
  readonly nativeRate: number;
  readonly samplesPerCharacter: number;
  readonly unitSamples: number;
  readonly unitCostMs: number;
  /** False: samples before `fromSample` are made and thrown away. */
  readonly seekable: boolean;
}

/** A sentence of the fake voice: one encoder pass, then decoder chunks of equal length. */
export class FakeSentence implements OpenSentence {
  readonly nativeRate: number;
  readonly totalSamples: number;
  readonly plan: FakeSentencePlan;
  #encoded = false;
  #next: number;
  readonly #end: number;
  #state: 'idle' | 'running' | 'closed' = 'idle';

  constructor(plan: FakeSentencePlan) {
    const { request, samplesPerCharacter } = plan;
    this.plan = plan;
    this.nativeRate = plan.nativeRate;
    this.totalSamples = Math.round(request.text.length * samplesPerCharacter);
    this.#next = plan.seekable ? request.fromSample : 0;
    this.#end = Math.min(request.toSample ?? Infinity, this.totalSamples);
  }

  nextUnit(): Unit | null {
    if (!this.#encoded) return this.#unit('encode', 0);
    if (this.plan.request.outline === true) return null;
    const samples = Math.min(this.plan.unitSamples, this.#end - this.#next);
    return samples > 0 ? this.#unit('decode', samples / this.nativeRate) : null;
  }

  close(): void {
    this.#state = 'closed';
  }

  /** Throws where the caller breaks the engine's contract. */
  beginUnit(): void {
    if (this.#state !== 'idle') throw new Error(`a unit of a sentence that is ${this.#state}`);
    this.#state = 'running';
  }

  endUnit(): void {
    if (this.#state === 'running') this.#state = 'idle';
  }

  markEncoded(): void {
    this.#encoded = true;
  }

  /** Makes the next chunk; what lies before the wanted samples is left out. */
  decode(): NativeAudio {
    const from = this.#next;
    this.#next = Math.min(this.#end, from + this.plan.unitSamples);
    const first = Math.min(this.#next, Math.max(from, this.plan.request.fromSample));
    const samples = new Float32Array(expectedSamples(this.plan.mark, first, this.#next));
    return { sampleOffset: first, samples: samples.map((value) => value / 32768) };
  }

  /** The words that begin within a stretch. */
  wordsOf({ sampleOffset, samples }: NativeAudio): readonly WordTiming[] {
    if (!this.plan.request.timings) return [];
    const end = sampleOffset + samples.length;
    return this.#words.filter(({ startSample: at }) => at >= sampleOffset && at < end);
  }

  /** All words, where nothing else is wanted. */
  get outlined(): readonly WordTiming[] {
    return this.plan.request.outline === true ? this.#words : [];
  }

  get #words(): readonly WordTiming[] {
    const { request, samplesPerCharacter } = this.plan;
    return [...request.text.matchAll(/\S+/g)].map(({ 0: word, index }) =>
      wordTiming(word, index, samplesPerCharacter),
    );
  }

  #unit(kind: Unit['kind'], audioSeconds: number): Unit {
    const { unitCostMs } = this.plan;
    return { kind, sentence: this, bucket: 'fake', estimatedCostMs: unitCostMs, audioSeconds };
  }
}

const wordTiming = (word: string, charStart: number, perCharacter: number): WordTiming => ({
  word,
  startSample: Math.round(charStart * perCharacter),
  endSample: Math.round((charStart + word.length) * perCharacter),
  charStart,
  charEnd: charStart + word.length,
});
