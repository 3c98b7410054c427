import type { WordTiming } from '@chorale/speech';
import { CLOSE_CODE } from '@chorale/speech';

import type { Outlet, OutgoingEffect } from '../../sessions/outlet.js';

import { failureOf, GatewayLeaves, SpeechFailure } from './speech-failure.js';

/** What a flow tells whoever makes the speech. */
export interface FlowEvents {
  /** More waits than may; nothing more should be sent. */
  readonly blocked: () => void;
  /** There is room again. */
  readonly drained: () => void;
}

/** How the samples of a flow are to be counted, and how many may wait. */
export interface FlowLimits {
  readonly bytesPerSample: 1 | 2;
  /** Samples that may wait to be taken, bytes. */
  readonly waitingBytes: number;
}

/** A word and when it is spoken, in samples of the whole. */
export type FlowWord = Pick<WordTiming, 'word' | 'startSample' | 'endSample'>;

type End =
  { readonly kind: 'whole' } | { readonly kind: 'failed'; readonly failure: SpeechFailure };

/** The outlet of a request: what a context sends can be taken as one run of samples, at the pace of the taker. */
export class SpeechFlow implements Outlet {
  readonly #waiting: Uint8Array[] = [];
  readonly #words: FlowWord[] = [];
  #waitingBytes = 0;
  #samples = 0;
  #sentenceStart = 0;
  #blocked = false;
  #end: End | null = null;
  #wake: () => void = () => undefined;

  constructor(
    private readonly limits: FlowLimits,
    private readonly events: FlowEvents,
  ) {}

  /** The samples in order, as they come. Throws `SpeechFailure` when there will be no more, though there should be. */
  async *samples(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const next = this.#take();
      if (next !== null) yield next;
      else if (this.#end === null) await new Promise<void>((resolve) => (this.#wake = resolve));
      else if (this.#end.kind === 'failed') throw this.#end.failure;
      else return;
    }
  }

  /** Samples that have come so far. */
  get sampleCount(): number {
    return this.#samples;
  }

  /** The words that have been told of so far, if they were asked for. */
  get words(): readonly FlowWord[] {
    return this.#words;
  }

  send(effect: OutgoingEffect): void {
    switch (effect.kind) {
      case 'sendAudio':
        return this.#push(effect.samples);
      case 'sendTimings':
        return this.#note(effect.words);
      case 'sendMessage':
        if (effect.message.type === 'audio.start') this.#sentenceStart = this.#samples;
        if (effect.message.type === 'error') this.#finish(failed(failureOf(effect.message)));
        return;
      case 'sendStreamHeader':
      case 'sendFile':
      case 'sendTimedAudio':
        // Not for requests: their containers and their times are made behind the flow.
        return this.#finish(failed(new SpeechFailure(`unexpected ${effect.kind}`)));
    }
  }

  close(code: number, reason: string): void {
    if (code === CLOSE_CODE.normal) return this.#finish({ kind: 'whole' });
    const isLeaving = code === CLOSE_CODE.goingAway;
    this.#finish(failed(isLeaving ? new GatewayLeaves(reason) : new SpeechFailure(reason)));
  }

  get backlog(): number {
    return this.#waitingBytes;
  }

  forget(): void {
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
    this.#finish(failed(new SpeechFailure('the request was given up')));
  }

  #push(samples: Uint8Array): void {
    if (this.#end !== null) return;
    this.#waiting.push(samples);
    this.#waitingBytes += samples.byteLength;
    this.#samples += samples.byteLength / this.limits.bytesPerSample;
    this.#wake();
    if (this.#blocked || this.#waitingBytes < this.limits.waitingBytes) return;
    this.#blocked = true;
    this.events.blocked();
  }

  #take(): Uint8Array | null {
    const next = this.#waiting.shift() ?? null;
    this.#waitingBytes -= next?.byteLength ?? 0;
    if (this.#blocked && this.#waitingBytes <= this.limits.waitingBytes / 2) {
      this.#blocked = false;
      this.events.drained();
    }
    return next;
  }

  #note(words: readonly WordTiming[]): void {
    for (const { word, startSample, endSample } of words)
      this.#words.push({
        word,
        startSample: this.#sentenceStart + startSample,
        endSample: this.#sentenceStart + endSample,
      });
  }

  /** The first end counts. */
  #finish(end: End): void {
    this.#end ??= end;
    this.#wake();
  }
}

const failed = (failure: SpeechFailure): End => ({ kind: 'failed', failure });
