import type { UploadedVoice, VoiceLimits, VoiceStorage, VoiceStore } from '@chorale/speech';

import { byName, voiceKey } from '../voice-order.js';

interface Kept {
  readonly voice: UploadedVoice;
  readonly sample: Uint8Array;
}

/** Makes a store of uploaded voices that ends with its process. */
export const createMemoryVoiceStore = (limits: VoiceLimits): VoiceStore =>
  new MemoryVoiceStore(limits);

class MemoryVoiceStore implements VoiceStore {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly limits: VoiceLimits) {}

  list(): Promise<readonly UploadedVoice[]> {
    return Promise.resolve([...this.#kept.values()].map(({ voice }) => voice).sort(byName));
  }

  put(voice: UploadedVoice, sample: Uint8Array, replace: boolean): Promise<VoiceStorage> {
    const storage = this.#judge(voiceKey(voice.name), sample.length, replace);
    if (storage.kind === 'stored')
      this.#kept.set(voiceKey(voice.name), { voice, sample: sample.slice() });
    return Promise.resolve(storage);
  }

  sample(name: string): Promise<Uint8Array | null> {
    return Promise.resolve(this.#kept.get(voiceKey(name))?.sample.slice() ?? null);
  }

  delete(name: string): Promise<boolean> {
    return Promise.resolve(this.#kept.delete(voiceKey(name)));
  }

  #judge(key: string, size: number, replace: boolean): VoiceStorage {
    if (this.#kept.has(key) && !replace) return { kind: 'exists' };
    const others = [...this.#kept].filter(([other]) => other !== key);
    if (others.length >= this.limits.maxVoices) return { kind: 'full', limit: 'voices' };
    const bytes = others.reduce((sum, [, { sample }]) => sum + sample.length, size);
    return bytes > this.limits.maxBytes ? { kind: 'full', limit: 'bytes' } : { kind: 'stored' };
  }
}
