import { describe, expect, it } from '@jest/globals';

import { readSpeechRequest } from './speech-request.js';

const read = (fields: object, profile: 'omni' | 'seed' = 'omni') =>
  readSpeechRequest(JSON.stringify({ input: 'Hello.', ...fields }), profile);

const problemOf = (fields: object, profile: 'omni' | 'seed' = 'omni') => {
  const result = read(fields, profile);
  return result.kind === 'invalid' ? result.message : 'none';
};

describe(readSpeechRequest.name, () => {
  it('needs nothing but a text', () => {
    expect(read({})).toMatchObject({
      kind: 'request',
      input: 'Hello.',
      delivery: 'file',
      config: { voice: null, format: 'wav', speed: 1, sampleRate: 24_000, wordTimestamps: 'off' },
    });
  });

  it.each([
    [{}, 'file'],
    [{ stream_format: 'audio' }, 'raw'],
    [{ stream_format: 'sse' }, 'events'],
    [{ stream: true }, 'events'],
    [{ stream: true, stream_format: 'audio' }, 'raw'],
    [{ stream: true, stream_format: 'sse' }, 'events'],
  ])('delivers %j as %s', (fields, delivery) => {
    expect(read(fields)).toMatchObject({ delivery });
  });

  it.each([
    [{}, 'file'],
    [{ stream_format: 'audio' }, 'file'],
    [{ stream: true, response_format: 'pcm' }, 'raw'],
    [{ stream: true, response_format: 'pcm', stream_format: 'audio' }, 'raw'],
  ])('delivered %j as %s in the first release', (fields, delivery) => {
    expect(read(fields, 'seed')).toMatchObject({ delivery });
  });

  it.each([
    [{ stream_format: 'sse' }, "'sse' is not a supported stream_format yet. Please use 'audio'."],
    [{ stream: true }, "requires response_format='pcm'. Got response_format='wav'."],
    [{ stream: true, response_format: 'pcm', speed: 2 }, 'Speed adjustment is not supported'],
    [{ response_format: 'mulaw' }, 'literal_error'],
  ])('refused %j in the first release: %s', (fields, words) => {
    expect(problemOf(fields, 'seed')).toContain(words);
  });

  it.each([
    [{ input: undefined }, 'missing'],
    [{ input: 3 }, 'string_type'],
    [{ instructions: 3 }, 'string_type'],
    [{ response_format: 'mpeg' }, 'literal_error'],
    [{ stream_format: 1 }, 'literal_error'],
    [{ stream: 'wrong' }, 'bool_parsing'],
    [{ task_type: 'Clone' }, 'literal_error'],
    [{ ref_text: ['a'] }, 'string_type'],
    [{ ref_audio: 3 }, 'string_type'],
    [{ ref_audio: [] }, 'string_type'],
    [{ x_vector_only_mode: 'wrong' }, 'valid boolean'],
    [{ speed: 0.1 }, 'greater_than_equal'],
    [{ speed: 5 }, 'less_than_equal'],
    [{ sample_rate: 0 }, 'greater_than_equal'],
    [{ initial_codec_chunk_frames: -1 }, 'greater_than_equal'],
    [{ speaker_embedding: [1, 'a'] }, 'finite'],
    [{ speaker_embedding: new Array(8193).fill(0) }, 'too_long'],
    [{ speaker_embedding: [0], ref_audio: 'data:x' }, 'mutually exclusive'],
    [{ references: [] }, 'exactly one'],
    [{ references: [{ audio_path: 'data:x' }] }, 'both strings'],
    [{ references: [{ audio_path: 'data:x', text: 'a' }], ref_text: 'b' }, 'cannot be combined'],
    [{ voice: {} }, 'string_type'],
    [{ extra_params: 3 }, 'dict_type'],
    [{ response_format: 'aac', stream: true }, "Got response_format='aac'"],
    [{ response_format: 'mulaw', sample_rate: 16_000 }, 'sample_rate of 8000'],
    [{ container: 'wav' }, 'only valid for'],
    [{ word_timestamps: true, stream: true }, 'non-streaming'],
  ])('refuses %j: %s', (fields, words) => {
    expect(problemOf(fields)).toContain(words);
  });

  it('names the field that is to blame, and quotes nothing of what was sent', () => {
    expect(read({ response_format: 'secret' })).toEqual({
      kind: 'invalid',
      message:
        '1 validation error:\n' +
        `  {'type': 'literal_error', 'loc': ('body', 'response_format'), 'msg': "Input should be 'wav', 'pcm', 'flac', 'mp3', 'aac', 'opus', 'mulaw' or 'alaw'"}`,
      param: 'response_format',
    });
  });

  it.each(['', '{', '[1', 'nonsense'])('says that %j is not JSON', (body) => {
    expect(readSpeechRequest(body, 'omni')).toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('JSON decode error'),
    });
  });

  it.each(['[]', '3', 'null', '"text"'])('takes no %s', (body) => {
    expect(readSpeechRequest(body, 'omni')).toMatchObject({ kind: 'invalid', param: null });
  });

  it('reads seeds to the last bit', () => {
    const withSeed = (seed: string) => readSpeechRequest(`{"input":"Hi","seed":${seed}}`, 'omni');
    expect(withSeed('9223372036854775807')).toMatchObject({ config: { seed: 2n ** 63n - 1n } });
    expect(withSeed('9223372036854775808')).toMatchObject({ kind: 'invalid', param: 'seed' });
  });

  it.each([
    [{ voice: 'Vivian' }, 'Vivian'],
    [{ speaker: 'Ryan' }, 'Ryan'],
    [{ voice: 'Vivian', speaker: 'Ryan' }, 'Vivian'],
    [{ voice: { id: 'Vivian' } }, 'Vivian'],
  ])('finds the voice in %j', (fields, voice) => {
    expect(read(fields)).toMatchObject({ config: { voice } });
  });

  it('takes a reference by either name', () => {
    const reference = { refAudio: 'uri', refText: 'Hi' };
    expect(read({ ref_audio: 'DATA:x', ref_text: 'Hi' })).toMatchObject({ config: reference });
    const references = [{ audio_path: 'data:x', text: 'Hi' }];
    expect(read({ references })).toMatchObject({ config: reference });
    expect(read({ ref_audio: 'ftp://x' })).toMatchObject({ config: { refAudio: 'not-a-uri' } });
  });

  it('speaks at 8 kHz for telephones', () => {
    expect(read({ response_format: 'mulaw' })).toMatchObject({ config: { sampleRate: 8000 } });
  });

  it('takes what pydantic takes, and ignores what nobody knows', () => {
    expect(read({ speed: '1.5', stream: 'no', seed: '7', unknown: 1 })).toMatchObject({
      delivery: 'file',
      config: { speed: 1.5, seed: 7n },
    });
  });
});
