import type { VitsEngine } from '@chorale/engines';
import { chunkSchedule, type ColumnRange } from '@chorale/speech';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import {
  aRequest,
  hashOf,
  levelOf,
  repeatableRandom,
  speak,
  startEngine,
  VOICE,
} from './engine-under-test.js';

jest.setTimeout(60_000);

/** Two segments. */
const LONG =
  'When the morning train left the station, the passengers opened their newspapers ' +
  'and watched the hills slide by.';

/** Cuts anywhere: into chunks of a few frames, down to one, and into large ones. */
const anyCuts = (random: () => number) => (range: ColumnRange) => {
  const chunks: ColumnRange[] = [];
  for (let from = range.from; from < range.to; from = chunks.at(-1)?.to ?? range.to) {
    const most = random() < 0.5 ? 8 : 90;
    const to = Math.min(range.to, from + 1 + Math.floor(random() * most));
    chunks.push({ from, to });
  }
  return chunks;
};

describe('the vits engine on a real voice', () => {
  let schedule = chunkSchedule;
  let engine: VitsEngine;
  beforeAll(async () => {
    engine = await startEngine({
      threads: 2,
      schedule: (range, frames, start) => schedule(range, frames, start),
    });
  });
  afterAll(() => engine.close());

  it('says what a sentence sounds like: some seconds, at the level of speech', async () => {
    const { samples, totalSamples, units } = await speak(engine);
    const seconds = samples.length / 22_050;
    expect(totalSamples).toBe(samples.length);
    expect(seconds).toBeGreaterThan(1.8);
    expect(seconds).toBeLessThan(3.6);
    expect(levelOf(samples)).toBeGreaterThan(-30);
    expect(levelOf(samples)).toBeLessThan(-18);
    expect(units[0]?.kind).toBe('encode');
    expect(units.length).toBeGreaterThan(4);
  });

  it('gives the same bits for equal requests, and others for another seed', async () => {
    const hash = hashOf((await speak(engine)).samples);
    expect(hashOf((await speak(engine)).samples)).toBe(hash);
    expect(hashOf((await speak(engine, { seed: 43n })).samples)).not.toBe(hash);
    expect(hashOf((await speak(engine, { seed: 42n + 2n ** 40n })).samples)).not.toBe(hash);
  });

  it.each(['Yes.', 'Is it raining again?', LONG])(
    'gives the same bits however it is cut into chunks: %#',
    async (text) => {
      const whole = hashOf((await speak(engine, { text })).samples);
      for (const seed of [1, 2]) {
        schedule = anyCuts(repeatableRandom(seed));
        expect(hashOf((await speak(engine, { text })).samples)).toBe(whole);
      }
      schedule = chunkSchedule;
      expect(hashOf((await speak(engine, { text, hurried: false })).samples)).toBe(whole);
      schedule = (range) => (range.to > range.from ? [range] : []);
      expect(hashOf((await speak(engine, { text })).samples)).toBe(whole);
      schedule = chunkSchedule;
    },
  );

  it('goes on at any sample with the bits it would have had there', async () => {
    const random = repeatableRandom(7);
    for (const text of ['Is it raining again? I do not think so.', LONG]) {
      const whole = (await speak(engine, { text, endsUtterance: false })).samples;
      for (let turn = 0; turn < 3; turn++) {
        const fromSample = Math.floor(random() * whole.length);
        const rest = await speak(engine, { text, endsUtterance: false, fromSample });
        expect(hashOf(rest.samples)).toBe(hashOf(whole.slice(fromSample)));
        expect(rest.totalSamples).toBe(whole.length);
      }
    }
  });

  it('joins slices to the bits of the whole', async () => {
    const { samples } = await speak(engine, { text: LONG });
    const slices: Float32Array[] = [];
    for (let from = 0; from < samples.length; from += 60_000) {
      const slice = await speak(engine, { text: LONG, fromSample: from, toSample: from + 60_000 });
      slices.push(slice.samples);
    }
    const joined = Float32Array.from(slices.flatMap((slice) => [...slice]));
    expect(hashOf(joined)).toBe(hashOf(samples));
  });

  it('gives the same bits on all threads, with others at work', async () => {
    const texts = ['One day later.', 'Where have you been?', LONG];
    const alone: string[] = [];
    for (const text of texts) alone.push(hashOf((await speak(engine, { text })).samples));
    const together = await Promise.all([...texts, ...texts].map((text) => speak(engine, { text })));
    expect(together.map(({ samples }) => hashOf(samples))).toEqual([...alone, ...alone]);
  });

  it('gives the same bits in another engine, which has the same fingerprint', async () => {
    const other = await startEngine();
    try {
      expect(other.fingerprint).toBe(engine.fingerprint);
      expect(hashOf((await speak(other, { text: LONG })).samples)).toBe(
        hashOf((await speak(engine, { text: LONG })).samples),
      );
    } finally {
      await other.close();
    }
  });

  it('pauses between sentences, and not behind the last words', async () => {
    const open = await speak(engine, { endsUtterance: false });
    const closed = await speak(engine);
    const pause = open.samples.length - closed.samples.length;
    expect(pause).toBe(Math.round(0.25 * 22_050));
    expect(open.samples.slice(-pause).every((sample) => sample === 0)).toBe(true);
    expect(hashOf(open.samples.slice(0, -pause))).toBe(hashOf(closed.samples));
  });

  it.each([0.5, 1.25, 1.5])('speaks %d times as fast', async (speed) => {
    const style = { speed, noiseScale: null, noiseWidth: null };
    const usual = (await speak(engine)).samples.length;
    const changed = (await speak(engine, { style })).samples.length;
    expect(usual / changed / speed).toBeGreaterThan(0.96);
    expect(usual / changed / speed).toBeLessThan(1.04);
  });

  it('tells when each word is heard, in order, by its place in the text', async () => {
    const text = 'In the end, it cost 1984 dollars, of the 2000 that we had.';
    const { words, samples } = await speak(engine, { text, timings: true });
    expect(words.map(({ charStart, charEnd }) => text.slice(charStart, charEnd))).toEqual(
      words.map(({ word }) => word),
    );
    expect(words[0]?.word).toBe('In');
    expect(words.map(({ word }) => word)).toContain('dollars');
    let last = 0;
    for (const { startSample, endSample } of words) {
      expect(startSample).toBeGreaterThanOrEqual(last);
      expect(endSample).toBeGreaterThanOrEqual(startSample);
      last = startSample;
    }
    expect(words.at(-1)?.endSample).toBeLessThanOrEqual(samples.length);
  });

  it('tells each word in exactly one of a sentence’s slices', async () => {
    const whole = await speak(engine, { text: LONG, timings: true });
    const middle = Math.floor(whole.samples.length / 2);
    const before = await speak(engine, { text: LONG, timings: true, toSample: middle });
    const after = await speak(engine, { text: LONG, timings: true, fromSample: middle });
    expect([...before.words, ...after.words]).toEqual(whole.words);
  });

  it('outlines a sentence without making a sample of it', async () => {
    const whole = await speak(engine, { text: LONG, timings: true });
    const outlined = await speak(engine, { text: LONG, timings: true, outline: true });
    expect(outlined.words).toEqual(whole.words);
    expect(outlined.totalSamples).toBe(whole.samples.length);
    expect(outlined.samples).toHaveLength(0);
    expect(new Set(outlined.units.map(({ kind }) => kind))).toEqual(new Set(['encode']));
  });

  it.each(['', '...', ' \n ', '—'])('is silent when there is nothing to say: %j', async (text) => {
    const { samples, totalSamples } = await speak(engine, { text });
    expect(samples.length).toBe(0);
    expect(totalSamples).toBe(0);
  });

  it('refuses a script that the voice cannot say, and names the voice', async () => {
    await expect(speak(engine, { text: 'Привет, как дела?' })).rejects.toMatchObject({
      code: 'unsupported_language',
      retryable: false,
      message: expect.stringContaining(VOICE) as unknown,
    });
    await expect(speak(engine, { language: 'fr' })).rejects.toMatchObject({
      code: 'unsupported_language',
    });
  });

  it('refuses voices and speakers that it does not have', async () => {
    await expect(speak(engine, { voice: 'nobody' })).rejects.toMatchObject({
      code: 'unknown_voice',
    });
    await expect(speak(engine, { speaker: 3 })).rejects.toMatchObject({ code: 'unknown_speaker' });
  });

  it('runs no unit of a closed sentence, and none for an aborted signal', async () => {
    const patient = new AbortController().signal;
    const sentence = await engine.open(aRequest(), patient);
    const unit = sentence.nextUnit();
    if (unit === null) throw new Error('a sentence without units');
    await expect(engine.run([unit], AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    sentence.close();
    expect(sentence.nextUnit()).toBeNull();
    await expect(engine.run([unit], patient)).rejects.toThrow('closed');
  });

  it('can be closed while a unit runs', async () => {
    const other = await startEngine();
    const sentence = await other.open(aRequest(), new AbortController().signal);
    const runNext = () => {
      const unit = sentence.nextUnit();
      if (unit === null) throw new Error('the sentence has no more units');
      return other.run([unit], new AbortController().signal);
    };
    await runNext();
    const running = runNext();
    await other.close();
    expect(await running).toHaveLength(1);
  });

  it('opens nothing for an aborted signal', async () => {
    const aborted = AbortSignal.abort(new Error('gone'));
    await expect(engine.open(aRequest(), aborted)).rejects.toThrow('gone');
  });
});
