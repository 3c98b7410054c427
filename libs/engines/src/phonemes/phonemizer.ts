import type { Worker } from 'node:worker_threads';

import type { PhonemizeCommand, PhonemizeReply } from '@chorale/phonemizer-espeak';

import { ThreadPool } from '../threads/thread-pool.js';
import { startThread } from '../threads/thread-url.js';
import { markedPhonemes, splitClauses } from './clause.js';

/** Says how words sound, in IPA. */
export interface Phonemizer {
  /**
   * IPA of a text, with its punctuation put back where the models expect it.
   * Rejects as `phonemizeAll` does.
   */
  phonemize(text: string, espeakVoice: string, signal: AbortSignal): Promise<string>;
  /**
   * IPA of each clause or word, in order, without punctuation. Rejects with a `ThreadRefusal`
   * (`unknown_voice`), with a `ThreadFailure` when eSpeak crashed, hung or is overloaded (it is
   * started again), and with the signal's reason.
   */
  phonemizeAll(
    texts: readonly string[],
    espeakVoice: string,
    signal: AbortSignal,
  ): Promise<readonly string[]>;
  /** Commands that wait or run are rejected. */
  close(): Promise<void>;
}

/** How the phonemiser is started. */
export interface PhonemizerOptions {
  /** Starts eSpeak's thread; another one in tests. */
  readonly spawn?: () => Worker;
  /** Longest time for one message of at most `BATCH_CHARACTERS`. */
  readonly deadlineMs?: number;
}

// eSpeak does about 50 characters in a millisecond: nobody waits longer than 40 ms for another's batch.
const BATCH_CHARACTERS = 2_000;
const DEADLINE_MS = 2_000;
const START_DEADLINE_MS = 15_000;
const QUEUE_LIMIT = 1_000;

/**
 * Starts eSpeak in a thread of its own. Its code is found by name and started by path, so that the
 * GPL-licensed package is no part of this one.
 */
export const startPhonemizer = async (options: PhonemizerOptions = {}): Promise<Phonemizer> => {
  const { spawn = spawnEspeak, deadlineMs = DEADLINE_MS } = options;
  const pool = await ThreadPool.start<PhonemizeCommand, PhonemizeReply>({
    name: 'phonemizer',
    threads: 1,
    spawn,
    native: false, // eSpeak is compiled to JavaScript
    startDeadlineMs: START_DEADLINE_MS,
    queueLimit: QUEUE_LIMIT,
  });
  return new ThreadPhonemizer(pool, deadlineMs);
};

const spawnEspeak = (): Worker =>
  startThread(new URL(import.meta.resolve('@chorale/phonemizer-espeak/thread')));

class ThreadPhonemizer implements Phonemizer {
  constructor(
    private readonly pool: ThreadPool<PhonemizeCommand, PhonemizeReply>,
    private readonly deadlineMs: number,
  ) {}

  async phonemize(text: string, espeakVoice: string, signal: AbortSignal): Promise<string> {
    const clauses = splitClauses(text);
    const words = clauses.map((clause) => clause.words);
    const phonemes = await this.phonemizeAll(words, espeakVoice, signal);
    return clauses
      .map((clause, index) =>
        markedPhonemes(phonemes[index] ?? '', clause, index === clauses.length - 1),
      )
      .join('');
  }

  async phonemizeAll(
    texts: readonly string[],
    voice: string,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const replies = await Promise.all(
      batchesOf(texts).map((batch) => {
        const command: PhonemizeCommand = { kind: 'phonemize', voice, texts: batch };
        return this.pool.run({ command, deadlineMs: this.deadlineMs }, signal);
      }),
    );
    return replies.flatMap(({ phonemes }) => phonemes);
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}

/** Groups texts, in order, to about `BATCH_CHARACTERS` each. */
const batchesOf = (texts: readonly string[]): readonly (readonly string[])[] => {
  const batches: string[][] = [];
  let room = 0;
  for (const text of texts) {
    if (room < text.length || batches.length === 0) {
      batches.push([]);
      room = BATCH_CHARACTERS;
    }
    batches.at(-1)?.push(text);
    room -= text.length;
  }
  return batches;
};
