import { FakeEngine } from '@chorale/testing';
import { describe, expect, it } from '@jest/globals';

import { checkSpeech } from './speech-check.js';

describe(checkSpeech.name, () => {
  it('is content with an engine that speaks', async () => {
    await expect(checkSpeech(new FakeEngine(), 'fake')).resolves.toBeUndefined();
  });

  it('refuses one that gives nothing but zeros', async () => {
    const silent = new FakeEngine({ ailment: 'silence' });
    await expect(checkSpeech(silent, 'fake')).rejects.toThrow('the voice fake says nothing');
  });

  it('refuses one whose samples are no numbers', async () => {
    const broken = new FakeEngine({ ailment: 'nan' });
    await expect(checkSpeech(broken, 'fake')).rejects.toThrow(
      'the voice fake gives samples that are no numbers',
    );
  });

  it('refuses one that gives no samples at all', async () => {
    const mute = new FakeEngine({ secondsPerCharacter: 0 });
    await expect(checkSpeech(mute, 'fake')).rejects.toThrow('the voice fake says nothing');
  });
});
