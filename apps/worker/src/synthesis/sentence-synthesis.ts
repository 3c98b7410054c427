import {
  createPostChain,
  type EncodedAudio,
  type PostChain,
  UnusableAudioError,
} from '@chorale/audio';
import {
  type Clock,
  type OpenSentence,
  type SynthesisJob,
  unitDueMs,
  type UnitResult,
  type WordTiming,
} from '@chorale/speech';

import { abortOf } from './abort-race.js';
import type { SentenceEvents } from './sentence-events.js';
import type { SentenceWish } from './sentence-request.js';
import type { UnitScheduler } from './unit-scheduler.js';

/** What one sentence is spoken with. */
export interface SentenceSynthesisParts {
  readonly sentenceId: string;
  readonly job: SynthesisJob;
  readonly wish: SentenceWish;
  readonly sentence: OpenSentence;
  readonly scheduler: UnitScheduler;
  readonly events: SentenceEvents;
  readonly clock: Clock;
}

interface RunningUnit {
  readonly result: Promise<UnitResult>;
  readonly audioSeconds: number;
}

/**
 * Speaks one open sentence: runs its units in their turns, and sends what they bring. The next unit
 * is queued before the audio of the last one is worked on, so that no thread waits for it.
 */
export class SentenceSynthesis {
  readonly #parts: SentenceSynthesisParts;
  readonly #chain: PostChain;
  #nextNative: number;
  #nativeTotal: number | null = null;
  #toldSeconds = 0;
  readonly #arrival: number;
  /** When the listener needed the first sample: as planned, until the utterance really began to be heard. */
  #neededAt: number;

  constructor(parts: SentenceSynthesisParts) {
    const { job, wish, sentence, clock } = parts;
    this.#parts = parts;
    this.#arrival = clock.now();
    this.#neededAt = job.due;
    this.#nextNative = wish.request.fromSample;
    this.#chain = createPostChain({
      ...wish.wanted,
      nativeRate: sentence.nativeRate,
      gainDb: sentence.gainDb ?? 0,
      encoding: job.encoding,
    });
  }

  /** Rejects with `AbortedError` as soon as the signal aborts, or with why it cannot go on. */
  async run(signal: AbortSignal): Promise<'ended' | 'yielded'> {
    const aborted = abortOf(signal);
    let running = this.#nextUnit(signal);
    while (running) {
      const { audioSeconds } = running;
      const result = await Promise.race([running.result, aborted]);
      this.#note(result);
      running = this.#nextUnit(signal);
      await Promise.race([this.#deliver(result), aborted]);
      this.#toldSeconds += audioSeconds;
    }
    return Promise.race([this.#conclude(), aborted]);
  }

  /** Audio of the units whose samples are on their way to the gateway, seconds. */
  get toldSeconds(): number {
    return this.#toldSeconds;
  }

  /** The listener needs the job's first sample at another time than was thought, ms. */
  moveDue(due: number): void {
    this.#neededAt = due;
    this.#parts.scheduler.updateDue(this.#parts.sentenceId, this.#due());
  }

  #nextUnit(signal: AbortSignal): RunningUnit | null {
    const { sentence, scheduler, sentenceId, job } = this.#parts;
    const unit = sentence.nextUnit();
    if (!unit) return null;
    const due = this.#due();
    const opensUtterance = job.opensUtterance && this.#nextNative === 0;
    const { trace } = job;
    const arrival = this.#arrival;
    const wanted = { sentenceId, unit, due, arrival, opensUtterance, trace };
    return { result: scheduler.run(wanted, signal), audioSeconds: unit.audioSeconds };
  }

  #due(): number {
    const { fromSample, outputRate } = this.#parts.job;
    return unitDueMs({
      jobDueMs: this.#neededAt,
      fromSample,
      unitSample: this.#chain.outputPosition(this.#nextNative),
      sampleRate: outputRate,
    });
  }

  #note({ audio, totalSamples }: UnitResult): void {
    this.#nativeTotal ??= totalSamples;
    if (audio && this.#beginsUtterance) this.#neededAt = this.#parts.clock.now();
    if (audio) this.#nextNative = audio.sampleOffset + audio.samples.length;
  }

  /** Nothing of the utterance has been made yet: the listener's clock starts with what comes now. */
  get #beginsUtterance(): boolean {
    const { opensUtterance, fromSample } = this.#parts.job;
    return opensUtterance && fromSample === 0 && this.#nextNative === 0;
  }

  async #deliver({ audio, words, totalSamples }: UnitResult): Promise<void> {
    await this.#deliverLength(totalSamples);
    // Words go ahead of the audio that they tell of.
    await this.#deliverWords(words);
    if (audio) await this.#deliverAudio(this.#chain.push(audio));
  }

  /** The sentences behind it are due when it ends: they can be ordered long before. */
  async #deliverLength(nativeTotal: number | null): Promise<void> {
    const { events } = this.#parts;
    if (nativeTotal === null) return;
    await events.planned(this.#chain.outputTotal(nativeTotal));
  }

  async #deliverWords(words: readonly WordTiming[]): Promise<void> {
    const told = words.map((word) => this.#inOutput(word)).filter((word) => this.#isOfSlice(word));
    if (told.length > 0) await this.#parts.events.timing(told);
  }

  async #deliverAudio(audio: EncodedAudio | null): Promise<void> {
    if (audio) await this.#parts.events.audio(audio);
  }

  #inOutput(word: WordTiming): WordTiming {
    return {
      ...word,
      startSample: this.#chain.outputPosition(word.startSample),
      endSample: this.#chain.outputPosition(word.endSample),
    };
  }

  /** The engine also speaks some audio around the slice, whose words belong to the neighbours. */
  #isOfSlice({ startSample }: WordTiming): boolean {
    const { fromSample, toSample } = this.#parts.job;
    return startSample >= fromSample && startSample < (toSample ?? Infinity);
  }

  async #conclude(): Promise<'ended' | 'yielded'> {
    const { job, events } = this.#parts;
    const total = this.#outputTotal();
    if (job.toSample !== null && job.toSample < total) {
      this.#expectReached(job.toSample);
      await events.yielded(job.toSample);
      return 'yielded';
    }
    await this.#deliverAudio(this.#chain.finish(this.#nativeTotal ?? 0));
    await events.ended(total);
    return 'ended';
  }

  /** Infinite while the engine has not said how long the sentence is. */
  #outputTotal(): number {
    if (this.#nativeTotal !== null) return this.#chain.outputTotal(this.#nativeTotal);
    if (this.#parts.job.toSample !== null) return Infinity;
    throw new UnusableAudioError('the engine stopped without saying how long the sentence is');
  }

  #expectReached(sample: number): void {
    const { nextSample } = this.#chain;
    if (nextSample !== sample) throw new UnusableAudioError(`stops at ${nextSample} of ${sample}`);
  }
}
