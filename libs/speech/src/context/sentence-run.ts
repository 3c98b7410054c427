import type { WordTiming } from '../ports/chunk-stream.js';
import type { SentenceAddress, WorkerId } from '../ports/identifiers.js';
import type { Band } from '../ports/job-queue.js';
import type { BegunSentence } from '../ports/synthesis-job.js';
import type { JobRef } from './context-effect.js';
import { estimatedSeconds } from './playout.js';
import type { SentencePlan, Voicing } from '../resume/journal-content.js';
import type { SentenceLabel } from './server-message.js';
import type { Utterance } from './utterance.js';

/** Where a sentence stands between its text and its last sample. */
export type RunState =
  /** Not asked for yet, or the slice so far is complete and the rest is not asked for yet. */
  | { readonly kind: 'held' }
  | {
      readonly kind: 'queued';
      readonly band: Band;
      readonly fromSample: number;
      readonly due: number;
      /** It waits for workers of the make that began it. */
      readonly isKept: boolean;
    }
  | { readonly kind: 'running'; readonly worker: WorkerId; readonly fromSample: number }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly reason: string };

/** How an attempt was lost, which decides what it counts for. */
export type Loss =
  /** No worker is known to have had it. */
  | { readonly kind: 'untouched' }
  /** Its worker lives, or left for another reason. */
  | { readonly kind: 'blameless' }
  /** Its worker fell silent, and may have died of it. */
  | { readonly kind: 'silent'; readonly worker: WorkerId }
  /** The sentence itself may be at fault. */
  | { readonly kind: 'failed' };

/** What an arriving chunk turned out to be. */
export type ChunkVerdict = 'accepted' | 'duplicate' | 'hole';

/** What is fixed about a sentence when it is cut. */
export interface SentenceFacts {
  readonly utterance: Utterance;
  readonly label: SentenceLabel;
  readonly text: string;
  readonly codePoints: number;
  readonly cutAt: number;
}

const NOBODY = { fingerprint: null, shift: 0 } as const;

/**
 * One sentence on its way to the client: fences off stale attempts, drops what came twice, and
 * holds audio until its turn. Bytes are never looked at.
 */
export class SentenceRun {
  readonly facts: SentenceFacts;
  state: RunState = { kind: 'held' };
  /** What the client has been sent of it. */
  readonly progress = { announced: false, sentBytes: 0, sentSamples: 0, chunkId: 0, wordsSent: 0 };
  /** When a refused or failed enqueue may be tried again, ms. */
  retryAt = 0;
  /** Since when the queue owes it a worker, ms; null while one has it. */
  askedSince: number | null = null;
  /** When the queue is asked about the job that is out, ms. */
  checkAt = 0;
  /** When its worker last said something of it, ms. */
  newsAt = -Infinity;
  /** Checks in a row that found the job taken but not started. */
  silentChecks = 0;
  /** Fixed at the first enqueue: a later attempt must make the same samples. */
  endsUtterance: boolean | null = null;
  /** Who speaks it; fixed as well. */
  voicing: Voicing | null = null;
  /** Of the worker that spoke last; null before any did. */
  fingerprint: string | null = null;
  /** Workers of several makes had it. */
  isMixed = false;
  /** All that decides its samples stands in the journal. */
  isFixed = false;
  #attempt = 1;
  #strikes = 0;
  #losses = 0;
  #suspects: readonly WorkerId[] = [];
  #nextSample = 0;
  #chunks: Uint8Array[] = [];
  #heldBytes = 0;
  #words: readonly WordTiming[] = [];
  /** When the listener needs what the job that is out begins with, as its worker was told last, ms. */
  toldDue = 0;
  #expectedSeconds: number;
  #totalSamples: number | null = null;
  #shift = 0;
  /** Who made the last sample that came, and how its offsets lay. */
  #made: { readonly fingerprint: string | null; readonly shift: number } = NOBODY;

  constructor(facts: SentenceFacts) {
    this.facts = facts;
    this.#expectedSeconds = estimatedSeconds(facts.text) / facts.utterance.config.speed;
  }

  /** Takes up a sentence of which the client has `samples` already. */
  goOnFrom(samples: number, plan: SentencePlan | null): void {
    this.#nextSample = samples;
    this.progress.sentSamples = samples;
    this.progress.sentBytes = samples * this.facts.utterance.bytesPerSample;
    if (plan === null) return;
    const { voice, language, sentenceSeed } = plan;
    this.voicing = { voice, language, sentenceSeed };
    this.endsUtterance = plan.endsUtterance;
    this.isFixed = samples > 0; // what begins anew may begin at any worker
    this.fingerprint = samples > 0 ? plan.fingerprint : null;
    this.#made = { fingerprint: this.fingerprint, shift: 0 };
  }

  get address(): SentenceAddress {
    return {
      route: this.facts.utterance.route,
      seq: this.facts.label.sentenceIndex,
      attempt: this.#attempt,
    };
  }

  /** Its length in seconds: a guess, until its worker has told. */
  get expectedSeconds(): number {
    return this.#expectedSeconds;
  }

  /** Its length is known now, output samples. */
  expectSamples(total: number): void {
    this.#totalSamples = total;
    this.#expectedSeconds = total / this.facts.utterance.config.sampleRate;
  }

  /** How far its samples were made, for a worker that goes on; null if none were, or nobody knows by whom. */
  get begun(): BegunSentence | null {
    const { fingerprint } = this.#made;
    if (fingerprint === null) return null;
    return { fingerprint, totalSamples: this.#totalSamples, heardTo: this.#heardTo };
  }

  /** Samples by which its offsets lie behind those of the worker that spoke last. */
  get shift(): number {
    return this.#shift;
  }

  /** Another rendering goes on from here: the words that were still to come lie elsewhere in it. */
  joinTo(shift: number): void {
    this.#shift = shift;
    this.#words = this.#words.filter(({ endSample }) => endSample <= this.#nextSample);
    this.progress.wordsSent = Math.min(this.progress.wordsSent, this.#words.length);
  }

  /** Where the text goes on behind the words that have come in full. */
  get #heardTo(): number {
    const cut = this.#words.find(({ endSample }) => endSample > this.#nextSample);
    return cut?.charStart ?? this.#words.at(-1)?.charEnd ?? 0;
  }

  /** The first sample that has not arrived; where the next attempt or slice begins. */
  get nextSample(): number {
    return this.#nextSample;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  get isOut(): boolean {
    return this.outFrom !== null;
  }

  /** Where the job that is out begins; null if none is. */
  get outFrom(): number | null {
    const { state } = this;
    return state.kind === 'queued' || state.kind === 'running' ? state.fromSample : null;
  }

  get isOver(): boolean {
    return this.state.kind === 'ended' || this.state.kind === 'failed';
  }

  /** The job that may still wait in the queue. */
  get waitingJob(): JobRef | null {
    return this.state.kind === 'queued'
      ? { address: this.address, fromSample: this.state.fromSample }
      : null;
  }

  /** What comes from that attempt is to be heard. */
  isCurrent(address: SentenceAddress): boolean {
    return address.attempt === this.#attempt && !this.isOver;
  }

  /** Keeps what is new of a chunk of the current attempt. */
  accept(chunk: { readonly sampleOffset: number; readonly samples: Uint8Array }): ChunkVerdict {
    if (chunk.sampleOffset > this.#nextSample) return 'hole';
    const width = this.facts.utterance.bytesPerSample;
    const fresh = chunk.samples.subarray((this.#nextSample - chunk.sampleOffset) * width);
    if (fresh.byteLength === 0) return 'duplicate';
    this.#chunks.push(fresh);
    this.#heldBytes += fresh.byteLength;
    this.#nextSample += fresh.byteLength / width;
    this.#losses = 0;
    this.#made = { fingerprint: this.fingerprint, shift: this.#shift };
    return 'accepted';
  }

  /** Keeps the words that lie behind those known. */
  acceptWords(words: readonly WordTiming[]): void {
    const known = this.#words.at(-1)?.charEnd ?? 0;
    this.#words = [...this.#words, ...words.filter(({ charStart }) => charStart >= known)];
  }

  /** Hands over what has arrived since the last call. */
  takeChunks(): readonly Uint8Array[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#heldBytes = 0;
    return chunks;
  }

  get words(): readonly WordTiming[] {
    return this.#words;
  }

  /** The job that is out has brought samples. */
  get hasProgressed(): boolean {
    return this.outFrom !== null && this.#nextSample > this.outFrom;
  }

  /** Ends it without the rest of its audio; what was held back will not be heard. */
  fail(reason: string): void {
    this.takeChunks();
    this.state = { kind: 'failed', reason };
  }

  /** Fences off the attempt, and remembers how it was lost. */
  retry(loss: Loss): void {
    this.#attempt += 1;
    this.silentChecks = 0;
    this.#shift = this.#made.shift;
    this.state = { kind: 'held' };
    if (loss.kind === 'failed') this.#strikes += 1;
    if (loss.kind === 'silent') this.#suspects = [...this.#suspects, loss.worker];
    if (loss.kind !== 'untouched') this.#losses += 1;
  }

  /** A worker that fell silent over it turned out to be dead, which counts, or not. */
  judge(worker: WorkerId, died: boolean): void {
    const others = this.#suspects.filter((suspect) => suspect !== worker);
    if (died) this.#strikes += this.#suspects.length - others.length;
    this.#suspects = others;
  }

  /** Attempts that count against it. */
  get strikes(): number {
    return this.#strikes;
  }

  /** Attempts that will count against it should their workers turn out to be dead. */
  get suspicions(): number {
    return this.#suspects.length;
  }

  /** Attempts in a row that brought nothing, whoever is to blame. */
  get losses(): number {
    return this.#losses;
  }
}
