import type { Playout } from './playout.js';
import { SILENT } from './playout.js';
import type { SentSentence } from './spoken-text.js';
import type { UnitRefusal } from './unit-refusal.js';
import type { UtteranceConfig } from './utterance-config.js';

/** Sentences whose word times are kept: more than a listener can be behind. */
const WORDS_KEPT = 64;

/** What is fixed about an utterance when its first sentence is cut. */
export interface UtteranceFacts {
  readonly index: number;
  readonly route: number;
  readonly config: UtteranceConfig;
  /** Why none of its sentences can be spoken; null if they can. */
  readonly refusal: UnitRefusal | null;
}

/** One thing to be spoken: its route, the config it began with, and the listener's clock. */
export class Utterance {
  readonly facts: UtteranceFacts;
  playout: Playout = SILENT;
  /** Sentences that were sent whole. */
  readonly sent: SentSentence[] = [];
  /** The header of a streamed container was sent. */
  headerSent = false;
  /** Cut so far. */
  sentences = 0;
  /** No more text will come. */
  textEnded = false;

  constructor(facts: UtteranceFacts) {
    this.facts = facts;
  }

  get index(): number {
    return this.facts.index;
  }

  get route(): number {
    return this.facts.route;
  }

  get config(): UtteranceConfig {
    return this.facts.config;
  }

  get bytesPerSample(): number {
    return this.config.format === 'mulaw' || this.config.format === 'alaw' ? 1 : 2;
  }

  /** Remembers what a listener may be interrupted in; word times are kept for the latest sentences. */
  remember(sentence: SentSentence): void {
    this.sent.push(sentence);
    const old = this.sent.at(-WORDS_KEPT);
    if (old !== undefined) this.sent.splice(-WORDS_KEPT, 1, { ...old, words: [] });
  }

  get bytesPerSecond(): number {
    return this.bytesPerSample * this.config.sampleRate;
  }

  secondsOf(bytes: number): number {
    return bytes / this.bytesPerSecond;
  }
}
