import { expectedSamples, markOfText, type Received } from '@chorale/testing';

import { SECONDS_PER_CHARACTER } from './fake-cluster.js';

/** A sentence as a client heard it. */
export interface HeardSentence {
  readonly index: number;
  readonly text: string;
  /** Its frames, joined. */
  readonly pcm: Buffer;
  readonly failed: boolean;
}

/** Sorts what came into sentences; throws where a frame or a message comes out of turn. */
export const sentencesIn = (received: readonly Received[]): readonly HeardSentence[] => {
  const sorter = new SentenceSorter();
  for (const item of received) sorter.take(item);
  return sorter.sentences;
};

type Message = Readonly<Record<string, unknown>>;

interface OpenSentence {
  readonly index: number;
  readonly text: string;
  readonly frames: Uint8Array[];
}

class SentenceSorter {
  readonly sentences: HeardSentence[] = [];
  #open: OpenSentence | null = null;

  take(item: Received): void {
    if (item.kind === 'audio') this.#hear(item.bytes);
    if (item.kind !== 'json') return;
    if (item.message['type'] === 'audio.start') this.#begin(item.message);
    if (item.message['type'] === 'audio.done') this.#end(item.message);
  }

  #begin({ sentence_index: index, sentence_text: text }: Message): void {
    if (this.#open !== null) throw new Error('a sentence began before the last one ended');
    this.#open = { index: Number(index), text: String(text), frames: [] };
  }

  #hear(bytes: Uint8Array): void {
    if (this.#open === null) throw new Error('audio came outside of a sentence');
    this.#open.frames.push(bytes);
  }

  #end({ sentence_index: index, error }: Message): void {
    const open = this.#open;
    if (open === null || open.index !== index)
      throw new Error('a sentence ended that had not begun');
    this.#open = null;
    const pcm = Buffer.concat(open.frames);
    this.sentences.push({ index: open.index, text: open.text, pcm, failed: error === true });
  }
}

const SAMPLE_RATE = 24_000;

/** Says what differs between what a client heard and the whole marked speech of `texts`, in order. */
export const flawsIn = (
  heard: readonly HeardSentence[],
  texts: readonly string[],
): readonly string[] => [
  ...(heard.length === texts.length ? [] : [`${heard.length} of ${texts.length} sentences`]),
  ...texts.flatMap((text, index) => flawsOf(heard[index], { text, index })),
];

const flawsOf = (
  heard: HeardSentence | undefined,
  expected: { readonly text: string; readonly index: number },
): readonly string[] => {
  if (heard === undefined) return [`sentence ${expected.index} is missing`];
  const name = `sentence ${heard.index} (${heard.text})`;
  if (heard.failed) return [`${name} failed`];
  if (heard.text !== expected.text || heard.index !== expected.index) return [`${name} is another`];
  return heard.pcm.equals(markedPcm(expected.text)) ? [] : [`${name} has other samples`];
};

const markedPcm = (text: string): Buffer => {
  const samples = Math.round(text.length * SECONDS_PER_CHARACTER * SAMPLE_RATE);
  return Buffer.from(expectedSamples(markOfText(text), 0, samples).buffer);
};
