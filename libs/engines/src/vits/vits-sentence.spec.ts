import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import {
  chunkSchedule,
  type ColumnRange,
  type SentenceRequest,
  type UnitResult,
} from '@chorale/speech';
import { FakePhonemizer } from '@chorale/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Order } from '../threads/supervised-thread.js';
import type { InferencePool } from './inference/inference-pool.js';
import type { InferenceCommand, InferenceReply, SegmentMemory } from './inference/messages.js';
import { SentencePlanner } from './text/sentence-planner.js';
import { VitsSentence } from './vits-sentence.js';
import { VitsUnit } from './vits-unit.js';

const HOP = 4;
const CHANNELS = 2;
const FRAMES_PER_ID = 2;
const patient = new AbortController().signal;

/** A model whose every sample says where it stands: segment · 1000 + frame + place in the frame. */
class FakeModel implements InferencePool {
  failing = false;
  memory: WeakRef<SegmentMemory['latent']> | null = null;

  run({ command }: Order<InferenceCommand>): Promise<InferenceReply> {
    if (this.failing) return Promise.reject(new Error('broken'));
    switch (command.kind) {
      case 'encode': {
        const size = CHANNELS * command.ids.length;
        const durations = new Float32Array(command.ids.length).fill(FRAMES_PER_ID);
        const [means, deviations] = [new Float32Array(size), new Float32Array(size)];
        return Promise.resolve({ kind: 'encoded', durations, means, deviations });
      }
      case 'decode': {
        this.memory = new WeakRef(command.memory.latent);
        const { from, to } = command.back.output;
        const samples = Float32Array.from({ length: (to - from) * HOP }, (_, index) => {
          return command.noise.segment * 1000 + from + index / HOP;
        });
        return Promise.resolve({ kind: 'decoded', samples });
      }
      case 'load':
      case 'unload':
      case 'record':
        return Promise.reject(new TypeError(command.kind));
    }
  }
  runOnEach(): Promise<readonly InferenceReply[]> {
    return Promise.resolve([]);
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

const PHONEME_IDS = new Map(
  Array.from('_^$ .,;:!?abcdefghijklmnopqrstuvwxyz', (sign, id): [string, number[]] => [
    sign,
    [id],
  ]),
);

const VOICE = {
  installed: {
    manifest: {
      id: 'fake',
      engine: 'vits',
      language: 'en-US',
      speakers: [{ name: 'default', id: 0 }],
      nativeRate: 1000,
      gainDb: 3,
      licence: null,
      files: { model: { bytes: null, sha256: null }, config: { bytes: null, sha256: null } },
      sources: [],
    },
    piper: {
      sampleRate: 1000,
      language: 'en-US',
      espeakVoice: 'en-us',
      speakers: [{ name: 'default', id: 0 }],
      inference: { noiseScale: 0.667, lengthScale: 1, noiseWidth: 0.8 },
      phonemeIds: PHONEME_IDS,
    },
    modelPath: '',
    configPath: '',
  },
  prepared: {
    modelHash: '',
    plan: {
      channels: CHANNELS,
      decoder: {
        front: [
          { kind: 'conv', halo: 3 },
          { kind: 'up', stride: 2, kernel: 4, pad: 1 },
        ],
        featureChannels: CHANNELS,
        back: [{ kind: 'up', stride: HOP / 2, kernel: 4, pad: 1 }],
      },
      flow: { couplings: 2, halo: 4 },
      speakers: false,
    },
    files: { encoder: '', flow: '', front: '', back: '' },
    bytes: 0,
  },
  report: { serving: 'cpu', refused: [] },
  runtime: '',
} as const;

interface Setting {
  readonly model?: FakeModel;
  readonly schedule?: typeof chunkSchedule;
}

const open = (request: Partial<SentenceRequest> = {}, setting: Setting = {}) => {
  const whole: SentenceRequest = {
    text: 'One small step. Another!',
    language: 'auto',
    voice: 'fake',
    speaker: null,
    style: { speed: 1, noiseScale: null, noiseWidth: null },
    seed: 1n,
    fromSample: 0,
    toSample: null,
    opensUtterance: true,
    endsUtterance: false,
    timings: false,
    hurried: true,
    ...request,
  };
  const rules = {
    phonemizer: new FakePhonemizer(),
    espeakVoice: 'en-us',
    phonemeIds: PHONEME_IDS,
    language: 'en-US',
  };
  return new VitsSentence({
    request: whole,
    voice: VOICE,
    planner: new SentencePlanner(whole.text, whole.opensUtterance, rules, patient),
    wordClock: null,
    pool: setting.model ?? new FakeModel(),
    schedule: setting.schedule ?? chunkSchedule,
    onClose: () => undefined,
  });
};

const runNext = (sentence: VitsSentence): Promise<UnitResult> | null => {
  const unit = sentence.nextUnit();
  return unit instanceof VitsUnit ? unit.execute(patient) : null;
};

const speak = async (request: Partial<SentenceRequest> = {}, setting: Setting = {}) => {
  const sentence = open(request, setting);
  const samples: number[] = [];
  let total: number | null = null;
  for (let step = runNext(sentence); step !== null; step = runNext(sentence)) {
    const { audio, totalSamples } = await step;
    total ??= totalSamples;
    if (audio === null) continue;
    expect(audio.sampleOffset).toBe((request.fromSample ?? 0) + samples.length);
    samples.push(...audio.samples);
  }
  return { samples, total };
};

/** Cuts of at least 8 frames, by a list of numbers. */
const cutsOf =
  (numbers: readonly number[]) =>
  (range: ColumnRange): readonly ColumnRange[] => {
    const chunks: ColumnRange[] = [];
    for (let from = range.from, turn = 0; from < range.to; turn++) {
      const to = from + 8 + (numbers[turn % numbers.length] ?? 0);
      chunks.push({ from, to: range.to - to < 8 ? range.to : to });
      from = chunks.at(-1)?.to ?? range.to;
    }
    return chunks;
  };

describe(VitsSentence.name, () => {
  it('gives the sound of each segment, then its pause', async () => {
    const { samples, total } = await speak();
    expect(total).toBe(samples.length);
    const silence = samples.filter((sample) => sample === 0).length;
    expect(silence).toBe(250 + 250); // ms, at 1000 Hz
    expect(samples.slice(-250).every((sample) => sample === 0)).toBe(true);
    // The start and its padding last 4 frames, of which 2 are kept.
    expect(samples[0]).toBe(2);
    expect(samples.findIndex((sample) => sample >= 1000)).toBe(samples.indexOf(1002));
  });

  it('has no pause behind the end of an utterance', async () => {
    const { samples } = await speak({ text: 'One.', endsUtterance: true });
    expect(samples.at(-1)).not.toBe(0);
  });

  it('gives the same samples however they are cut', async () => {
    const { samples } = await speak();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 60 }), { minLength: 1 }), async (numbers) => {
        expect((await speak({}, { schedule: cutsOf(numbers) })).samples).toEqual(samples);
      }),
    );
  });

  it('gives the same samples whether anybody waits for them or not', async () => {
    const { samples } = await speak();
    expect((await speak({ hurried: false })).samples).toEqual(samples);
  });

  it('gives any slice as the whole has it', async () => {
    const { samples } = await speak();
    const offset = fc.nat({ max: samples.length + 50 });
    await fc.assert(
      fc.asyncProperty(offset, offset, async (one, other) => {
        const [fromSample, toSample] = one < other ? [one, other] : [other, one];
        const slice = await speak({ fromSample, toSample });
        expect(slice.samples).toEqual(samples.slice(fromSample, toSample));
      }),
      { numRuns: 60 },
    );
  });

  it('is over at once when it begins behind its end, and says how long it is', async () => {
    const { samples } = await speak();
    const { samples: none, total } = await speak({ fromSample: samples.length + 10 });
    expect(none).toEqual([]);
    expect(total).toBe(samples.length);
  });

  it('says that it is empty when nothing in it can be said', async () => {
    expect(await speak({ text: '...' })).toEqual({ samples: [], total: 0 });
    expect(await speak({ text: '世界' })).toEqual({ samples: [], total: 0 });
  });

  it('is over when a unit fails, rather than to leave a gap', async () => {
    const model = new FakeModel();
    const sentence = open({}, { model });
    await runNext(sentence);
    model.failing = true;
    await expect(runNext(sentence)).rejects.toThrow('broken');
    expect(sentence.nextUnit()).toBeNull();
  });

  it('lets go of its memory when it is closed', async () => {
    const model = new FakeModel();
    const sentence = open({}, { model });
    await runNext(sentence);
    await runNext(sentence);
    expect(model.memory?.deref()).toBeDefined();
    sentence.close();
    await new Promise((resolve) => setImmediate(resolve)); // a WeakRef holds until the turn ends
    collectGarbage();
    expect(model.memory?.deref()).toBeUndefined();
  });
});

const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
};
