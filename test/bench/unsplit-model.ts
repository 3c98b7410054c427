import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { startPhonemizer, type InstalledVoice, type Phonemizer } from '@chorale/engines';

import type { UnsplitReply, UnsplitRequest } from './unsplit.thread.js';

const patient = new AbortController().signal;

/** The voice's model as it is exported, run as a whole per sentence: what a plain server does. */
export class UnsplitModel {
  #idle: Worker[];

  private constructor(
    private readonly voice: InstalledVoice,
    private readonly phonemizer: Phonemizer,
    workers: readonly Worker[],
  ) {
    this.#idle = [...workers];
  }

  static async start(voice: InstalledVoice, threads: number): Promise<UnsplitModel> {
    const url = new URL('./unsplit.thread.js', import.meta.url);
    const workers = Array.from({ length: threads }, () => new Worker(url));
    for (const worker of workers) await ask(worker, { kind: 'load', model: voice.modelPath });
    return new UnsplitModel(voice, await startPhonemizer(), workers);
  }

  /** Speaks a sentence, normalised already, on a free thread; samples at the voice's rate, -1 to 1. */
  async speak(text: string): Promise<Float32Array> {
    const { espeakVoice } = this.voice.piper;
    const ids = this.#idsOf(await this.phonemizer.phonemize(text, espeakVoice, patient));
    const worker = this.#idle.pop();
    if (worker === undefined) throw new Error('more sentences at once than there are threads');
    const sound = await ask(worker, { kind: 'speak', ids });
    this.#idle.push(worker);
    return sound;
  }

  get nativeRate(): number {
    return this.voice.piper.sampleRate;
  }

  async close(): Promise<void> {
    await this.phonemizer.close();
    await Promise.all(this.#idle.map((worker) => worker.terminate()));
  }

  #idsOf(phonemes: string): readonly number[] {
    const { phonemeIds } = this.voice.piper;
    const idsOf = (sign: string): readonly number[] => phonemeIds.get(sign) ?? [];
    const spoken = Array.from(phonemes.normalize('NFD'), idsOf).filter((ids) => ids.length > 0);
    const padded = spoken.flatMap((ids) => [...ids, ...idsOf('_')]);
    return [...idsOf('^'), ...idsOf('_'), ...padded, ...idsOf('$')];
  }
}

const ask = async (worker: Worker, request: UnsplitRequest): Promise<UnsplitReply> => {
  worker.postMessage(request);
  const [sound] = (await once(worker, 'message')) as [UnsplitReply]; // the thread's only answer
  return sound;
};
