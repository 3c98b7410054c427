import { Worker } from 'node:worker_threads';

import { startPhonemizer, type Phonemizer } from '@chorale/engines';
import { afterEach, describe, expect, it } from '@jest/globals';

const patient = new AbortController().signal;

describe(startPhonemizer.name, () => {
  const phonemizers: Phonemizer[] = [];
  afterEach(() => Promise.all(phonemizers.splice(0).map((each) => each.close())));

  const start = async (options?: Parameters<typeof startPhonemizer>[0]): Promise<Phonemizer> => {
    const phonemizer = await startPhonemizer(options);
    phonemizers.push(phonemizer);
    return phonemizer;
  };

  it('puts the punctuation back where the models expect it', async () => {
    const phonemizer = await start();
    expect(await phonemizer.phonemize('Hello world. Yes, of course!', 'en-us', patient)).toBe(
      'həlˈoʊ wˈɜːld.jˈɛs, ʌv kˈɔːɹs!',
    );
  });

  it('phonemizes many texts in order, more than go in one message', async () => {
    const phonemizer = await start();
    const texts = Array.from({ length: 600 }, (_, index) => (index % 2 ? 'in the' : 'world'));
    const phonemes = await phonemizer.phonemizeAll(texts, 'en-us', patient);
    expect(phonemes).toEqual(texts.map((text) => (text === 'world' ? 'wˈɜːld' : 'ɪnðə')));
  });

  it('keeps voices apart that are asked for at the same time', async () => {
    const phonemizer = await start();
    const inVoice = (voice: string) => phonemizer.phonemize('hello', voice, patient);
    expect(await Promise.all([inVoice('en-us'), inVoice('en-gb'), inVoice('en-us')])).toEqual([
      'həlˈoʊ.',
      'həlˈəʊ.',
      'həlˈoʊ.',
    ]);
  });

  it('refuses a voice that eSpeak does not have', async () => {
    const phonemizer = await start();
    await expect(phonemizer.phonemize('hello', 'xx', patient)).rejects.toMatchObject({
      code: 'unknown_voice',
    });
  });

  it('says so when its thread hangs, and starts another', async () => {
    const hanging = `
      const { parentPort } = require('node:worker_threads');
      parentPort.on('message', () => { for (;;); });
      parentPort.postMessage({ kind: 'ready' });
    `;
    const phonemizer = await start({
      spawn: () => new Worker(hanging, { eval: true }),
      deadlineMs: 100,
    });
    for (const attempt of [1, 2])
      await expect(
        phonemizer.phonemize(`hello ${attempt}`, 'en-us', patient),
      ).rejects.toMatchObject({ kind: 'hung' });
  });
});
