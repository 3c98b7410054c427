import { describe, expect, it } from '@jest/globals';

import type { Order } from '../threads/supervised-thread.js';
import type { InstalledVoice } from '../voices/voice-folder.js';
import type { InferencePool } from './inference/inference-pool.js';
import type { InferenceCommand, InferenceReply } from './inference/messages.js';
import { VoiceLibrary } from './voice-library.js';

const VOICE_BYTES = 1000;

const anInstalledVoice = (id: string): InstalledVoice => ({
  manifest: {
    id,
    engine: 'vits',
    language: 'en-US',
    speakers: [{ name: 'default', id: 0 }],
    nativeRate: 22_050,
    gainDb: 0,
    licence: null,
    files: { model: { bytes: null, sha256: null }, config: { bytes: null, sha256: null } },
    sources: [],
  },
  piper: {
    sampleRate: 22_050,
    language: 'en-US',
    espeakVoice: 'en-us',
    speakers: [{ name: 'default', id: 0 }],
    inference: { noiseScale: 0.667, lengthScale: 1, noiseWidth: 0.8 },
    phonemeIds: new Map(),
  },
  modelPath: id,
  configPath: `${id}.json`,
});

/** Remembers what its threads were told. */
class FakePool implements InferencePool {
  readonly told: string[] = [];
  run(): Promise<InferenceReply> {
    return Promise.reject(new TypeError('runs nothing'));
  }
  runOnEach({ command }: Order<InferenceCommand>): Promise<readonly InferenceReply[]> {
    if (command.kind !== 'load' && command.kind !== 'unload') throw new TypeError(command.kind);
    this.told.push(`${command.kind} ${command.voice}`);
    return Promise.resolve([
      { kind: 'loaded', report: { serving: 'cpu', refused: [] }, runtime: '1.0.0' },
    ]);
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A library with room for two voices besides none. */
const aLibrary = (failing: readonly string[] = []) => {
  const pool = new FakePool();
  const loads = new Map<string, Order<InferenceCommand>>();
  const failures = new Set(failing);
  const library = new VoiceLibrary(
    {
      voices: ['main', 'a', 'b'].map(anInstalledVoice),
      defaultVoice: 'main',
      providers: ['cpu'],
      threads: 1,
      memoryBytes: VOICE_BYTES * 2 * 1.6,
      prepare: (modelPath) =>
        failures.delete(modelPath)
          ? Promise.reject(new Error('no room on the disk'))
          : Promise.resolve({
              modelHash: modelPath,
              plan: {
                channels: 1,
                decoder: { front: [], featureChannels: 1, back: [] },
                flow: { couplings: 1, halo: 1 },
                speakers: false,
              },
              files: { encoder: '', flow: '', front: '', back: '' },
              bytes: VOICE_BYTES,
            }),
    },
    pool,
    loads,
  );
  return { library, pool, loads };
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe(VoiceLibrary.name, () => {
  it('loads a voice once for all who borrow it', async () => {
    const { library, pool } = aLibrary();
    const [one, other] = await Promise.all([library.borrow('main'), library.borrow('main')]);
    expect(one).toBe(other);
    expect(pool.told).toEqual(['load main']);
  });

  it('lets the least recently used voice go when there is no room, never the default one', async () => {
    const { library, pool, loads } = aLibrary();
    for (const id of ['main', 'a', 'b']) {
      await library.borrow(id);
      library.release(id);
      await settled();
    }
    expect(pool.told).toEqual(['load main', 'load a', 'load b', 'unload a']);
    expect([...loads.keys()]).toEqual(['main', 'b']);
  });

  it('keeps a voice that somebody speaks with', async () => {
    const { library, pool } = aLibrary();
    await library.borrow('main');
    await library.borrow('a');
    await library.borrow('b');
    await settled();
    expect(pool.told).not.toContain('unload a');
  });

  it('tries again after a voice could not be loaded', async () => {
    const { library } = aLibrary(['a']);
    await expect(library.borrow('a')).rejects.toThrow('no room on the disk');
    await settled();
    expect((await library.borrow('a')).prepared.modelHash).toBe('a');
  });

  it('has no voice that is not installed', async () => {
    await expect(aLibrary().library.borrow('c')).rejects.toMatchObject({ code: 'unknown_voice' });
  });
});
