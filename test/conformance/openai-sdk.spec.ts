import { describe, expect, it } from '@jest/globals';
import OpenAI, {
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
} from 'openai';

import { useGateway } from './gateway-under-test.js';
import { bytesOf, eventsOf } from './rest-call.js';

const HELLO_BYTES = 6 * 480;

const KEY = 'k'.repeat(32);

describe("OpenAI's own client for Node", () => {
  const gateway = useGateway();

  const client = () => new OpenAI({ baseURL: `${gateway().url}/v1`, apiKey: 'any', maxRetries: 0 });

  const speech = {
    model: 'gpt-4o-mini-tts',
    voice: 'alloy',
    input: 'Hello.',
    instructions: 'Speak warmly.',
  } as const;

  it.each([
    ['mp3', 'audio/mpeg'],
    ['opus', 'audio/ogg'],
    ['aac', 'audio/aac'],
    ['flac', 'audio/flac'],
    ['wav', 'audio/wav'],
    ['pcm', 'audio/pcm'],
  ] as const)('creates %s', async (format, type) => {
    const response = await client().audio.speech.create({ ...speech, response_format: format });
    expect(response.headers.get('content-type')).toBe(type);
    expect((await bytesOf(response)).length).toBeGreaterThan(50);
  });

  it('streams audio as it is made', async () => {
    const response = await client().audio.speech.create({
      ...speech,
      response_format: 'pcm',
      stream_format: 'audio',
    });
    const bytes = (await bytesOf(response)).length;
    expect(bytes).toBe(HELLO_BYTES);
  });

  it('streams events', async () => {
    const response = await client().audio.speech.create({ ...speech, stream_format: 'sse' });
    const types = (await eventsOf(response)).map(({ data }) => data['type']);
    expect(types.at(0)).toBe('speech.audio.delta');
    expect(types.at(-1)).toBe('speech.audio.done');
  });

  it('takes the voices as objects', async () => {
    await client().audio.speech.create({ ...speech, voice: { id: 'fake-de' } });
    expect(gateway().speaker.jobs[0]?.voice).toBe('fake-de');
  });

  it('lists the models', async () => {
    const ids: string[] = [];
    for await (const { id } of client().models.list()) ids.push(id);
    expect(ids).toContain('tts-1');
  });

  it('knows what went wrong', async () => {
    const create = (fields: object) => client().audio.speech.create({ ...speech, ...fields });
    await expect(create({ speed: 9 })).rejects.toThrow(BadRequestError);
    await expect(create({ voice: 'nobody' })).rejects.toMatchObject({
      status: 400,
      param: 'voice',
    });
    await expect(create({ model: 'none' })).rejects.toThrow(NotFoundError);
    gateway().speaker.say(() => ({
      chunks: [],
      failure: { code: 'failed', message: 'no voice', retryable: false },
    }));
    await expect(create({})).rejects.toThrow(InternalServerError);
  });
});

describe("OpenAI's client and a gateway that asks for keys", () => {
  const gateway = useGateway({ API_KEYS: KEY, MAX_SESSIONS: '1' });

  const create = (apiKey: string) =>
    new OpenAI({ baseURL: `${gateway().url}/v1`, apiKey, maxRetries: 0 }).audio.speech.create({
      model: 'tts-1',
      voice: 'alloy',
      input: 'Hello.',
    });

  it('understands which key is right', async () => {
    await expect(create('wrong')).rejects.toThrow(AuthenticationError);
    expect((await bytesOf(await create(KEY))).length).toBeGreaterThan(HELLO_BYTES);
  });

  it('understands that it should come again', async () => {
    await gateway().connect({ Authorization: `Bearer ${KEY}` });
    await expect(create(KEY)).rejects.toMatchObject({ status: 503 });
  });
});
