import { describe, expect, it } from '@jest/globals';

import { chunkSchedule } from './chunk-schedule.js';
import { dueAfterMs, expectedPlayStartMs } from './due.js';
import { createUnitOrder } from './unit-queue.js';
import type { UnitOrder, UnitPolicy } from './unit-queue.js';

// A worker of two threads in simulated time, with the measured costs of a VITS voice: an encoder pass,
// then chunks. A client asks for its next utterance up to 50 ms after it has all audio of the last.
const THREADS = 2;
const UTTERANCES_PER_CLIENT = 40;
const COLUMN_MS = 11.61;
const COLUMNS_PER_WORD = 26.9;
const encoderMs = (words: number): number => 3 + words * 3;
const chunkMs = (columns: number): number => 1.5 + 0.45 * columns;

interface Utterance {
  readonly client: number;
  readonly arrival: number;
  firstAudioAt: number | null;
  /** How far playback was set back by late chunks, ms. */
  stalledMs: number;
  sentencesLeft: number;
}

interface Sentence {
  readonly utterance: Utterance;
  readonly columnsBefore: number;
  readonly words: number;
  readonly chunks: readonly { readonly from: number; readonly to: number }[];
  /** −1 before the encoder pass. */
  chunk: number;
}

interface Outcome {
  readonly firstAudioMs: readonly number[];
  readonly stalled: number;
}

/** Whole numbers below `bound` that look random and never change. */
const numbers = (): ((bound: number) => number) => {
  let state = 1;
  return (bound) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % bound;
  };
};

class WorkerSimulation {
  readonly #order: UnitOrder;
  readonly #random = numbers();
  readonly #sentences = new Map<string, Sentence>();
  readonly #events: { readonly at: number; readonly act: () => void }[] = [];
  readonly #finished: Utterance[] = [];
  #asked = 0;
  #busy = 0;
  #now = 0;

  constructor(
    policy: UnitPolicy,
    private readonly clients: number,
  ) {
    this.#order = createUnitOrder(policy);
  }

  run(): Outcome {
    for (let client = 0; client < this.clients; client += 1) this.#askSoon(client);
    while (this.#finished.length < this.clients * UTTERANCES_PER_CLIENT) this.#advance();
    return {
      firstAudioMs: this.#finished.map((u) => (u.firstAudioAt ?? Infinity) - u.arrival),
      stalled: this.#finished.filter((u) => u.stalledMs > 20).length,
    };
  }

  #askSoon(client: number): void {
    this.#in(this.#random(50), () => this.#ask(client));
  }

  #in(ms: number, act: () => void): void {
    this.#events.push({ at: this.#now + ms, act });
  }

  #ask(client: number): void {
    const words = [5, 20, 60][this.#random(3)] ?? 5;
    const utterance = {
      client,
      arrival: this.#now,
      firstAudioAt: null,
      stalledMs: 0,
      sentencesLeft: 0,
    };
    for (let said = 0; said < words; said += 20)
      this.#addSentence(utterance, said, Math.min(20, words - said));
  }

  #addSentence(utterance: Utterance, wordsBefore: number, words: number): void {
    const columns = Math.round(words * COLUMNS_PER_WORD);
    const sentence = {
      utterance,
      words,
      columnsBefore: Math.round(wordsBefore * COLUMNS_PER_WORD),
      chunks: chunkSchedule({ from: 0, to: columns }, columns),
      chunk: -1,
    };
    const id = `${this.#asked++}`;
    utterance.sentencesLeft += 1;
    this.#sentences.set(id, sentence);
    this.#order.add({
      sentenceId: id,
      due: this.#due(sentence),
      arrival: utterance.arrival,
      bucket: '',
    });
  }

  /** When playback reaches the sentence's next chunk. */
  #due({ utterance, columnsBefore, chunks, chunk }: Sentence): number {
    const start = utterance.firstAudioAt ?? expectedPlayStartMs(utterance.arrival);
    const columns = columnsBefore + (chunks[chunk]?.from ?? 0);
    return dueAfterMs(start + utterance.stalledMs, columns * COLUMN_MS, 1000);
  }

  #advance(): void {
    while (this.#busy < THREADS && this.#startUnit());
    const next = this.#events.sort((a, b) => a.at - b.at).shift();
    if (next === undefined) throw new Error('nothing happens any more');
    this.#now = next.at;
    next.act();
  }

  #startUnit(): boolean {
    const [unit] = this.#order.take();
    const sentence = unit && this.#sentences.get(unit.sentenceId);
    if (unit === undefined || sentence === undefined) return false;
    const chunk = sentence.chunks[sentence.chunk];
    const cost = chunk === undefined ? encoderMs(sentence.words) : chunkMs(chunk.to - chunk.from);
    this.#busy += 1;
    this.#in(cost, () => this.#endUnit(unit.sentenceId));
    return true;
  }

  #endUnit(id: string): void {
    this.#busy -= 1;
    const sentence = this.#sentences.get(id);
    if (sentence === undefined) return;
    if (sentence.chunk >= 0) this.#hear(sentence);
    sentence.chunk += 1;
    if (sentence.chunk < sentence.chunks.length)
      this.#order.requeue(id, { due: this.#due(sentence), bucket: '' });
    else this.#endSentence(id, sentence.utterance);
  }

  #hear(sentence: Sentence): void {
    const { utterance } = sentence;
    if (utterance.firstAudioAt === null && sentence.columnsBefore === 0)
      utterance.firstAudioAt = this.#now;
    else utterance.stalledMs += Math.max(0, this.#now - this.#due(sentence));
  }

  #endSentence(id: string, utterance: Utterance): void {
    this.#order.remove(id);
    this.#sentences.delete(id);
    utterance.sentencesLeft -= 1;
    if (utterance.sentencesLeft > 0) return;
    this.#finished.push(utterance);
    this.#askSoon(utterance.client);
  }
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;

const simulate = (policy: UnitPolicy, clients: number): Outcome =>
  new WorkerSimulation(policy, clients).run();

describe('a worker of two threads with eight clients that hardly pause', () => {
  const edf = simulate('edf', 8);
  const fifo = simulate('fifo', 8);
  const roundRobin = simulate('round-robin', 8);

  it('by deadline, first audio is ten times earlier than sentence by sentence', () => {
    expect(percentile(edf.firstAudioMs, 0.5)).toBeLessThan(percentile(fifo.firstAudioMs, 0.5) / 10);
    expect(percentile(edf.firstAudioMs, 0.95)).toBeLessThan(
      percentile(fifo.firstAudioMs, 0.95) / 10,
    );
  });

  it('by deadline, first audio is earlier than chunks in turn', () => {
    expect(percentile(edf.firstAudioMs, 0.95)).toBeLessThan(
      percentile(roundRobin.firstAudioMs, 0.5) / 2,
    );
  });

  it('by deadline, first audio comes within 150 ms and nobody hears a gap', () => {
    expect(percentile(edf.firstAudioMs, 0.95)).toBeLessThan(150);
    expect(edf.stalled).toBe(0);
  });

  it('chunks in turn leave gaps', () => {
    expect(roundRobin.stalled).toBeGreaterThan(0);
  });
});
