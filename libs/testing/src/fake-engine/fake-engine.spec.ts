import { createPostChain, encodePcm16 } from '@chorale/audio';
import type { SentenceRequest, UnitResult } from '@chorale/speech';
import { describe, expect, it } from '@jest/globals';

import { FakeClock } from '../fake-clock.js';
import { FakeEngine } from './fake-engine.js';
import { expectedSamples } from './marked-samples.js';

const NEVER = new AbortController().signal;

const aRequest = (changes: Partial<SentenceRequest> = {}): SentenceRequest => ({
  text: 'Ten chars.',
  language: 'en-US',
  voice: 'fake',
  speaker: null,
  style: { speed: 1, noiseScale: null, noiseWidth: null },
  seed: 7n,
  fromSample: 0,
  toSample: null,
  opensUtterance: true,
  endsUtterance: true,
  timings: false,
  hurried: true,
  ...changes,
});

/** Runs all units of a sentence, one after the other. */
const speak = async (engine: FakeEngine, request: SentenceRequest): Promise<UnitResult[]> => {
  const sentence = await engine.open(request, NEVER);
  const results: UnitResult[] = [];
  for (let unit = sentence.nextUnit(); unit; unit = sentence.nextUnit()) {
    results.push(...(await engine.run([unit], NEVER)));
  }
  return results;
};

const pcmOf = (results: readonly UnitResult[]): Int16Array =>
  Int16Array.from(
    results.flatMap(({ audio }) => [...(audio?.samples ?? [])]),
    (x) => x * 32768,
  );

describe(FakeEngine.name, () => {
  it('speaks marked samples, every character equally long', async () => {
    const results = await speak(new FakeEngine({ secondsPerCharacter: 0.01 }), aRequest());
    expect(pcmOf(results)).toEqual(expectedSamples(7n, 0, 2400));
    expect(results[0]).toEqual({ audio: null, words: [], totalSamples: 2400 });
  });

  it('speaks faster at a higher speed', async () => {
    const style = { speed: 2, noiseScale: null, noiseWidth: null };
    const results = await speak(new FakeEngine({ secondsPerCharacter: 0.01 }), aRequest({ style }));
    expect(pcmOf(results)).toHaveLength(1200);
  });

  it.each([true, false])(
    'starts and ends where it is asked to (seekable: %s)',
    async (seekable) => {
      const engine = new FakeEngine({ secondsPerCharacter: 0.01, unitSeconds: 0.02, seekable });
      const results = await speak(engine, aRequest({ fromSample: 1000, toSample: 1700 }));
      expect(pcmOf(results)).toEqual(expectedSamples(7n, 1000, 1700));
      expect(results.find(({ audio }) => audio)?.audio?.sampleOffset).toBe(1000);
    },
  );

  it('passes a post-chain of equal rates unchanged', async () => {
    const chain = createPostChain({
      nativeRate: 24000,
      outputRate: 24000,
      pace: 1,
      gainDb: 0,
      encoding: 'pcm16',
      fromSample: 0,
      toSample: null,
    });
    const engine = new FakeEngine({ secondsPerCharacter: 0.05 });
    const parts = (await speak(engine, aRequest())).map(({ audio }) => audio && chain.push(audio));
    const bytes = [...parts, chain.finish(12000)].flatMap((part) => [...(part?.samples ?? [])]);
    const marked = Float32Array.from(expectedSamples(7n, 0, 12000), (value) => value / 32768);
    expect(Buffer.from(bytes).equals(encodePcm16(marked))).toBe(true);
  });

  it('gives each word with the audio in which it begins', async () => {
    const engine = new FakeEngine({ secondsPerCharacter: 0.01, unitSeconds: 0.05 });
    const results = await speak(engine, aRequest({ timings: true }));
    expect(results.map(({ words }) => words.map(({ word }) => word))).toEqual([
      [],
      ['Ten', 'chars.'],
      [],
    ]);
    expect(results[1]?.words[1]).toMatchObject({ startSample: 960, charStart: 4, charEnd: 10 });
  });

  it('takes the time that a unit costs', async () => {
    const clock = new FakeClock();
    const engine = new FakeEngine({ cost: { clock, unitMs: 20 } });
    const sentence = await engine.open(aRequest(), NEVER);
    let done = false;
    const unit = sentence.nextUnit();
    const run = engine.run(unit ? [unit] : [], NEVER).then(() => (done = true));
    await clock.advance(19);
    expect(done).toBe(false);
    await clock.advance(1);
    await run;
    expect(clock.now()).toBe(20);
  });

  it('refuses to open what it is told it cannot say', async () => {
    const opening = new FakeEngine().open(aRequest({ text: '[[refuse]]' }), NEVER);
    await expect(opening).rejects.toMatchObject({ name: 'SynthesisError', retryable: false });
  });

  it.each([
    { text: '[[fail]]', message: 'failed as told' },
    { text: '[[crash]]', message: 'crashed as told' },
  ])('fails at $text', async ({ text, message }) => {
    await expect(speak(new FakeEngine(), aRequest({ text }))).rejects.toThrow(message);
  });

  it('gives a sample that is no number at [[nan]]', async () => {
    const results = await speak(new FakeEngine(), aRequest({ text: '[[nan]]' }));
    expect(results[1]?.audio?.samples[0]).toBeNaN();
  });

  it('hangs at [[hang]] until it is closed', async () => {
    const engine = new FakeEngine();
    let over = false;
    const hanging = speak(engine, aRequest({ text: '[[hang]]' })).finally(() => (over = true));
    await new FakeClock().advance(0);
    expect(over).toBe(false);
    await engine.close();
    await expect(hanging).rejects.toThrow('the engine closed');
  });

  it('lets nobody run two units of a sentence at a time', async () => {
    const engine = new FakeEngine();
    const sentence = await engine.open(aRequest(), NEVER);
    const unit = sentence.nextUnit();
    const units = unit ? [unit, unit] : [];
    await expect(engine.run(units, NEVER)).rejects.toThrow('a unit of a sentence that is running');
  });

  it('refuses units of a closed sentence', async () => {
    const engine = new FakeEngine();
    const sentence = await engine.open(aRequest(), NEVER);
    const unit = sentence.nextUnit();
    sentence.close();
    await expect(engine.run(unit ? [unit] : [], NEVER)).rejects.toThrow('that is closed');
  });
});
