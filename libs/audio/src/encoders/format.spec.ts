import { describe, expect, it } from '@jest/globals';

import { AUDIO_FORMATS, contentTypeOf, isStreamable, sampleEncodingOf } from './format.js';

describe(contentTypeOf.name, () => {
  it('names what clients know', () => {
    expect(AUDIO_FORMATS.map((format) => contentTypeOf(format, 24_000))).toEqual([
      ...['audio/wav', 'audio/pcm', 'audio/mpeg', 'audio/ogg', 'audio/flac', 'audio/aac'],
      ...['audio/PCMU;rate=24000', 'audio/PCMA;rate=24000'],
    ]);
  });

  it('does not tell the rate of a telephone', () => {
    expect(contentTypeOf('mulaw', 8000)).toBe('audio/PCMU');
  });
});

it('all formats but AAC can be streamed', () => {
  expect(AUDIO_FORMATS.filter((format) => !isStreamable(format))).toEqual(['aac']);
});

it('workers make the samples of the telephone', () => {
  expect(AUDIO_FORMATS.filter((format) => sampleEncodingOf(format) !== 'pcm16')).toEqual([
    'mulaw',
    'alaw',
  ]);
});
