import { describe, expect, it } from '@jest/globals';

import { useGateway } from './gateway-under-test.js';
import { refusalOf, RestCall } from './rest-call.js';

describe('a request for speech that cannot be served', () => {
  const gateway = useGateway();
  const call = new RestCall(gateway);

  const messageOf = async (fields: object) => {
    const { status, error } = await call.refusal({ ...fields });
    expect(status).toBe(400);
    expect(error.code).toBe(400);
    return error.message;
  };

  it('row 64: is one for a format that does not exist', async () => {
    expect(await call.refusal({ response_format: 'mpeg' })).toMatchObject({
      status: 400,
      error: { type: 'Bad Request', param: 'response_format', code: 400 },
    });
  });

  it('row 83: is one without text, or in a language that the voice does not speak', async () => {
    expect(await call.refusal({ input: ' ' })).toEqual({
      status: 400,
      error: {
        message: 'Input text cannot be empty',
        type: 'BadRequestError',
        param: 'input',
        code: 400,
      },
    });
    expect(await call.refusal({ language: 'Klingon' })).toMatchObject({
      error: { message: expect.stringMatching(/^Invalid language 'Klingon'. Supported: Auto, /) },
    });
  });

  it.each([
    { task_type: 'Base' },
    { task_type: 'VoiceDesign' },
    { ref_audio: 'data:x' },
    { ref_text: 'a' },
  ])('row 84: is one for a task that no voice here does: %j', async (fields) => {
    const task = fields.task_type ?? 'Base';
    expect(await messageOf(fields)).toBe(
      `Qwen3-TTS CustomVoice checkpoint does not support task_type='${task}'. Use task_type='CustomVoice' or load the matching ${task} checkpoint.`,
    );
  });

  it('row 85: is one with an embedding, which only Base takes', async () => {
    expect(await messageOf({ speaker_embedding: [0.5] })).toBe(
      "'speaker_embedding' is only valid for Base task",
    );
  });

  it('row 86: is none for a language in any case, or as a tag', async () => {
    for (const language of ['Auto', 'english', 'ENGLISH', 'en'])
      expect((await call.speech({ language })).status).toBe(200);
  });

  it('row 88: is none for a voice by either name, or in an object', async () => {
    for (const fields of [
      { speaker: 'fake-de' },
      { voice: 'FAKE-DE' },
      { voice: { id: 'fake-de' } },
    ])
      expect((await call.speech(fields)).status).toBe(200);
    const voices = gateway().speaker.jobs.map(({ voice }) => voice);
    expect(voices).toEqual(['fake-de', 'fake-de', 'fake-de']);
  });

  it('row 89: is one with more than 500 characters of instructions', async () => {
    expect((await call.speech({ instructions: 'a'.repeat(500) })).status).toBe(200);
    expect(await messageOf({ instructions: 'a'.repeat(501) })).toBe(
      'Instructions too long (max 500 characters)',
    );
  });

  it('row 91: is answered by its status, and never by 200', async () => {
    const { status, error } = await call.refusal({ model: 'gpt-9' });
    expect(status).toBe(404);
    expect(error).toEqual({
      message: 'The model `gpt-9` does not exist.',
      type: 'NotFoundError',
      param: 'model',
      code: 404,
    });
  });

  it('row 99: is one that is not JSON, or has no input', async () => {
    for (const body of ['{', '', 'input=Hello'])
      expect((await refusalOf(await call.post('/v1/audio/speech', body))).error.message).toContain(
        'JSON decode error',
      );
    expect(await messageOf({ input: undefined })).toMatch(/'missing'.*'input'/);
  });

  it('is one without the content type of JSON', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    const response = await call.post('/v1/audio/speech', '{"input":"Hi"}', { headers });
    expect((await refusalOf(response)).status).toBe(400);
  });

  it('row 100: is one whose text is empty or blank', async () => {
    for (const input of ['', ' \n\t'])
      expect(await messageOf({ input })).toBe('Input text cannot be empty');
  });

  it('row 101: is one whose instructions are no text, or too long', async () => {
    expect(await messageOf({ instructions: 3 })).toContain('string_type');
    expect(await messageOf({ instructions: 'a'.repeat(501) })).toContain('too long');
  });

  it.each([
    [{ response_format: 'mpeg' }, 'literal_error'],
    [{ stream_format: 1 }, 'literal_error'],
    [{ stream: 'wrong' }, 'bool_parsing'],
  ])('row 102: is one with %j', async (fields, keyword) => {
    expect(await messageOf(fields)).toContain(keyword);
  });

  it('row 104: is one with an unknown task, or a language that is empty', async () => {
    expect(await messageOf({ task_type: 'Clone' })).toContain('literal_error');
    expect(await messageOf({ language: '' })).toMatch(/^Invalid language ''/);
  });

  it('row 105: is one with a transcript that is no text', async () => {
    expect(await messageOf({ ref_text: ['a'] })).toContain('string_type');
  });

  it('row 106: is one with a mode that is no boolean', async () => {
    expect(await messageOf({ x_vector_only_mode: 'wrong' })).toContain('valid boolean');
  });

  it('row 107: is one with an embedding and a clip', async () => {
    const fields = { speaker_embedding: [1], ref_audio: 'data:audio/wav;base64,' };
    expect(await messageOf(fields)).toContain('mutually exclusive');
  });

  it.each([
    [{ max_new_tokens: 0 }, 'at least 1'],
    [{ max_new_tokens: 4097 }, 'cannot exceed 4096'],
    [{ initial_codec_chunk_frames: -1 }, 'greater_than_equal'],
  ])('row 108: is one beyond its bounds: %j', async (fields, words) => {
    expect(await messageOf(fields)).toContain(words);
  });

  it('is one with a seed that has more than 64 bits', async () => {
    const body = '{"input":"Hi","seed":9223372036854775808}';
    const { error } = await refusalOf(await call.post('/v1/audio/speech', body));
    expect(error).toMatchObject({ param: 'seed', message: expect.stringContaining('less_than') });
  });

  it.each(['', 'nobody'])(
    'row 110: is one for the voice %j, and says which there are',
    async (voice) => {
      const message = await messageOf({ voice });
      expect(message).toMatch(new RegExp(`^Invalid voice '${voice}'. Supported: fake, fake-de`));
    },
  );

  it('is one for a rate that nobody has, or a text beyond all measure', async () => {
    expect(await messageOf({ sample_rate: 12_345 })).toBe(
      'sample_rate=12345 is not supported by the current TTS model; supported rates: 8000, 16000, 22050, 24000, 44100, 48000',
    );
    expect(await messageOf({ input: 'a'.repeat(131_073) })).toContain('too long');
  });
});

describe('the lists that clients ask for', () => {
  const gateway = useGateway();

  const get = async (path: string): Promise<unknown> =>
    (await fetch(`${gateway().url}${path}`)).json();

  it('row 98: have models in them', async () => {
    expect(await get('/v1/models')).toMatchObject({
      object: 'list',
      data: expect.arrayContaining([
        expect.objectContaining({ id: 'chorale', object: 'model', owned_by: 'chorale' }),
      ]),
    });
  });

  it('row 118: have voices in them', async () => {
    expect(await get('/v1/audio/voices')).toMatchObject({
      voices: expect.arrayContaining(['fake', 'vivian']),
    });
  });

  it('tell the release', async () => {
    expect(await get('/version')).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  });
});
