import { describe, expect, it } from '@jest/globals';
import { CLOSE_CODE, errorMessage, generationFailed } from '@chorale/speech';

import { SpeechFlow } from './speech-flow.js';

const start = { kind: 'sendMessage', message: { type: 'audio.start' } } as const;

const audio = (...bytes: readonly number[]) =>
  ({ kind: 'sendAudio', samples: Uint8Array.from(bytes) }) as const;

const aFlow = (waitingBytes = 4) => {
  const told: string[] = [];
  const events = { blocked: () => told.push('blocked'), drained: () => told.push('drained') };
  return { flow: new SpeechFlow({ bytesPerSample: 2, waitingBytes }, events), told };
};

const collect = async (flow: SpeechFlow): Promise<number[]> => {
  const all: number[] = [];
  for await (const samples of flow.samples()) all.push(...samples);
  return all;
};

describe(SpeechFlow.name, () => {
  it('gives what is sent, in order, until all was said', async () => {
    const { flow } = aFlow();
    const taken = collect(flow);
    flow.send(audio(1, 2));
    await Promise.resolve();
    flow.send(audio(3, 4));
    flow.close(CLOSE_CODE.normal, 'session closed');
    expect(await taken).toEqual([1, 2, 3, 4]);
    expect(flow.sampleCount).toBe(2);
  });

  it('says once that more waits than may, and once that there is room again', async () => {
    const { flow, told } = aFlow(4);
    flow.send(audio(1, 2));
    flow.send(audio(3, 4));
    flow.send(audio(5, 6));
    expect(told).toEqual(['blocked']);
    expect(flow.backlog).toBe(6);
    const samples = flow.samples();
    await samples.next();
    expect(told).toEqual(['blocked']);
    await samples.next();
    expect(told).toEqual(['blocked', 'drained']);
  });

  it('gives what came before a failure, then fails with its reason', async () => {
    const { flow } = aFlow();
    flow.send(audio(1, 2));
    const label = { utteranceIndex: 0, sentenceIndex: 12 };
    const failure = { reason: 'no: words', partialAudio: true };
    flow.send({ kind: 'sendMessage', message: generationFailed('omni', label, failure) });
    flow.close(CLOSE_CODE.normal, 'session closed');
    const samples = flow.samples();
    expect(await samples.next()).toEqual({ done: false, value: Uint8Array.of(1, 2) });
    await expect(samples.next()).rejects.toThrow(/^no: words$/);
  });

  it.each([
    [
      'another error',
      { kind: 'sendMessage', message: errorMessage('a fault') } as const,
      'a fault',
    ],
    [
      'a container of its own',
      { kind: 'sendStreamHeader', format: 'wav', sampleRate: 8000 } as const,
      'unexpected sendStreamHeader',
    ],
  ])('fails with %s', async (_, effect, words) => {
    const { flow } = aFlow();
    flow.send(effect);
    await expect(collect(flow)).rejects.toThrow(words);
  });

  it.each([CLOSE_CODE.internal, CLOSE_CODE.goingAway])('fails with close code %d', async (code) => {
    const { flow } = aFlow();
    flow.close(code, 'the gateway stops');
    await expect(collect(flow)).rejects.toThrow('the gateway stops');
  });

  it('drops what waits when it is forgotten', async () => {
    const { flow } = aFlow();
    flow.send(audio(1, 2));
    flow.forget();
    expect(flow.backlog).toBe(0);
    await expect(collect(flow)).rejects.toThrow('given up');
  });

  it('tells the times of words in samples of the whole', () => {
    const { flow } = aFlow();
    const word = { word: 'Hi', startSample: 1, endSample: 2, charStart: 0, charEnd: 2 };
    const timings = {
      kind: 'sendTimings',
      label: { utteranceIndex: 0, sentenceIndex: 0 },
      sampleRate: 8000,
      words: [word],
    } as const;
    for (const effect of [start, timings, audio(1, 2, 3, 4), start, timings]) flow.send(effect);
    expect(flow.words).toEqual([
      { word: 'Hi', startSample: 1, endSample: 2 },
      { word: 'Hi', startSample: 3, endSample: 4 },
    ]);
  });
});
