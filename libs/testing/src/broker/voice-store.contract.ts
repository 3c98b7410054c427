import type { UploadedVoice, VoiceStore } from '@chorale/speech';

import { jestGlobals } from '../jest-globals.js';

/** One store, as two processes see it: at most 3 voices and about 10 000 bytes. */
export interface VoiceStoreHarness {
  readonly here: VoiceStore;
  readonly there: VoiceStore;
  close(): Promise<void>;
}

/** Makes a store that shares nothing with those made before. */
export type VoiceStoreFactory = () => Promise<VoiceStoreHarness>;

const aVoice = (name: string, over: Partial<UploadedVoice> = {}): UploadedVoice => ({
  name,
  consent: 'consent-1',
  createdAt: 1_700_000_000,
  mimeType: 'audio/wav',
  fileSize: 3,
  refText: null,
  description: null,
  ...over,
});

/** Bytes that could be taken for the end of a line. */
const SAMPLE = new Uint8Array([10, 0, 10]);

/** States what every VoiceStore must do, as tests. */
export const describeVoiceStoreContract = (name: string, factory: VoiceStoreFactory): void => {
  const { afterEach, beforeEach, describe, expect, it } = jestGlobals();
  describe(`${name}: voice store`, () => {
    let harness: VoiceStoreHarness;
    let here: VoiceStore;
    let there: VoiceStore;

    beforeEach(async () => {
      harness = await factory();
      ({ here, there } = harness);
    });

    afterEach(() => harness.close());

    it('is empty at first', async () => {
      expect(await here.list()).toEqual([]);
      expect(await here.sample('Anna')).toBeNull();
      expect(await here.delete('Anna')).toBe(false);
    });

    it('gives back in every process what was stored, named in any case', async () => {
      const voice = aVoice('Änna', { refText: 'Guten\nTag.', description: 'warm' });
      expect(await here.put(voice, SAMPLE, true)).toEqual({ kind: 'stored' });
      expect(await there.list()).toEqual([voice]);
      expect(await there.sample(' änNA')).toEqual(SAMPLE);
    });

    it('lists voices by name', async () => {
      for (const voice of ['beth', 'Carl', 'Anna']) await here.put(aVoice(voice), SAMPLE, true);
      expect((await there.list()).map((voice) => voice.name)).toEqual(['Anna', 'beth', 'Carl']);
    });

    it('replaces a voice of the same name only if it is told so', async () => {
      const sample = new Uint8Array([1]);
      await here.put(aVoice('anna'), SAMPLE, false);
      expect(await there.put(aVoice('Anna'), sample, false)).toEqual({ kind: 'exists' });
      expect(await here.sample('anna')).toEqual(SAMPLE);
      expect(await there.put(aVoice('Anna'), sample, true)).toEqual({ kind: 'stored' });
      expect(await here.list()).toEqual([aVoice('Anna')]);
      expect(await here.sample('anna')).toEqual(sample);
    });

    it('forgets a voice in every process', async () => {
      await here.put(aVoice('anna'), SAMPLE, true);
      await here.list();
      expect(await there.delete('ANNA')).toBe(true);
      expect(await here.list()).toEqual([]);
      expect(await here.sample('anna')).toBeNull();
      expect(await here.delete('anna')).toBe(false);
    });

    it('holds a bounded number of voices, and lets each be replaced', async () => {
      for (const voice of ['a', 'b', 'c']) await here.put(aVoice(voice), SAMPLE, true);
      expect(await there.put(aVoice('d'), SAMPLE, true)).toEqual({ kind: 'full', limit: 'voices' });
      expect(await there.put(aVoice('c'), SAMPLE, true)).toEqual({ kind: 'stored' });
      expect(await here.list()).toHaveLength(3);
    });

    it('holds a bounded number of bytes', async () => {
      const large = new Uint8Array(6_000);
      await here.put(aVoice('a'), large, true);
      expect(await there.put(aVoice('b'), large, true)).toEqual({ kind: 'full', limit: 'bytes' });
      expect(await there.put(aVoice('a'), large, true)).toEqual({ kind: 'stored' });
      await here.delete('a');
      expect(await there.put(aVoice('b'), large, true)).toEqual({ kind: 'stored' });
    });

    it('lets one of those win who store the same name at once', async () => {
      const stored = await Promise.all(
        [here, there, here, there].map((store) => store.put(aVoice('a'), SAMPLE, false)),
      );
      expect(stored.filter(({ kind }) => kind === 'stored')).toHaveLength(1);
      expect(await here.sample('a')).toEqual(SAMPLE);
    });

    it.each(['../a', 'a/b', '..', 'a\\b'])('keeps the name %j to itself', async (odd) => {
      await here.put(aVoice(odd), SAMPLE, true);
      expect((await there.list()).map((voice) => voice.name)).toEqual([odd]);
      expect(await there.delete(odd)).toBe(true);
    });
  });
};
