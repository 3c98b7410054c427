import { describe, expect, it } from '@jest/globals';

import { configFor, FORMAT_NAMES, speechFormat } from './speech-format.js';

const NO_WISHES = { voice: null, language: null, sampleRate: null };

describe(configFor.name, () => {
  it('asks for PCM in the words of the first release, so that any service understands', () => {
    expect(configFor(speechFormat('wav'), NO_WISHES)).toEqual({
      response_format: 'pcm',
      stream_audio: true,
    });
  });

  it('switches extensions on for a sample rate', () => {
    const wishes = { voice: 'joe', language: 'English', sampleRate: 8000 };
    expect(configFor(speechFormat('pcm'), wishes)).toEqual({
      response_format: 'pcm',
      stream_audio: true,
      voice: 'joe',
      language: 'English',
      chorale: 1,
      sample_rate: 8000,
    });
  });

  it.each(FORMAT_NAMES)('asks for %s as something that makes one file', (name) => {
    const config = configFor(speechFormat(name), NO_WISHES);
    expect(config['stream_audio'] === true || config['split_granularity'] === 'none').toBe(true);
  });
});

describe(speechFormat.name, () => {
  it('knows how long samples last, where that can be known', () => {
    expect(speechFormat('wav').bytesPerSecond(24_000)).toBe(48_000);
    expect(speechFormat('mulaw').bytesPerSecond(24_000)).toBe(8_000);
    expect(speechFormat('mp3').bytesPerSecond(24_000)).toBeNull();
  });
});
