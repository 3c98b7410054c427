import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { wavHeader } from '@chorale/audio';
import { eventually } from '@chorale/testing';
import { afterAll, describe, expect, it } from '@jest/globals';

import { GatewayUnderTest, useGateway } from './gateway-under-test.js';
import { DONE, streamed, text } from './wire.js';

const RATE = 24_000;

/** A clip of so many seconds of a buzz. */
const clip = (seconds: number): Uint8Array => {
  const samples = Int16Array.from({ length: seconds * RATE }, (_, i) => ((i % 200) - 100) * 100);
  return Buffer.concat([wavHeader(RATE, 1, samples.byteLength), new Uint8Array(samples.buffer)]);
};

interface Upload {
  readonly bytes?: Uint8Array;
  readonly type?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

const formOf = ({ bytes = clip(1), type = 'audio/wav', fields }: Upload): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ name: 'Anna', consent: 'c-1', ...fields }))
    form.set(name, value);
  form.set('audio_sample', new Blob([new Uint8Array(bytes)], { type }), 'anna.wav');
  return form;
};

const post = (url: string, body: FormData) =>
  fetch(`${url}/v1/audio/voices`, { method: 'POST', body });

const remove = (url: string, name: string) =>
  fetch(`${url}/v1/audio/voices/${name}`, { method: 'DELETE' });

const listed = async (url: string): Promise<unknown> =>
  (await fetch(`${url}/v1/audio/voices`)).json();

const folder = mkdtempSync(join(tmpdir(), 'chorale-uploads-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('uploads of voices', () => {
  const UPLOADED_VOICES_DIR = join(folder, 'shared');
  const here = useGateway({ UPLOADED_VOICES_DIR });
  const there = useGateway({ UPLOADED_VOICES_DIR });

  it('row 119: keeps a voice with all that was said of it, and lists it at every gateway', async () => {
    const fields = { name: ' Anna ', ref_text: ' Hello. ', speaker_description: 'warm' };
    const response = await post(here().url, formOf({ fields }));
    expect(response.status).toBe(200);
    const voice = {
      name: 'Anna',
      consent: 'c-1',
      created_at: expect.any(Number),
      file_size: clip(1).length,
      mime_type: 'audio/wav',
      ref_text: 'Hello.',
      speaker_description: 'warm',
    };
    expect(await response.json()).toEqual({ success: true, voice });
    expect(await listed(there().url)).toEqual({
      voices: expect.arrayContaining(['anna', 'vivian']),
      uploaded_voices: [{ ...voice, embedding_source: 'audio', embedding_dim: null }],
    });
    await remove(here().url, 'anna');
  });

  it('row 124: forgets a voice at every gateway, and says of others that they are not there', async () => {
    await post(here().url, formOf({}));
    const gone = await remove(there().url, 'ANNA');
    expect(gone.status).toBe(200);
    expect(await gone.json()).toEqual({
      success: true,
      message: "Voice 'ANNA' deleted successfully",
    });
    expect(await listed(here().url)).toMatchObject({ uploaded_voices: [] });
    const missing = await remove(here().url, 'anna');
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({
      error: { message: "Voice 'anna' not found", type: 'NotFoundError', code: 404 },
    });
  });

  it('row 121: replaces a voice of the same name', async () => {
    await post(here().url, formOf({ fields: { consent: 'old' } }));
    await post(there().url, formOf({ fields: { name: 'anna', consent: 'new' } }));
    expect(await listed(here().url)).toMatchObject({
      uploaded_voices: [{ name: 'anna', consent: 'new' }],
    });
    await remove(here().url, 'anna');
  });

  it('row 128: keeps the old voice when a new one of its name is refused', async () => {
    await post(here().url, formOf({ fields: { consent: 'old' } }));
    expect((await post(there().url, formOf({ bytes: clip(0.3) }))).status).toBe(400);
    expect(await listed(here().url)).toMatchObject({ uploaded_voices: [{ consent: 'old' }] });
    await remove(here().url, 'anna');
  });

  it('says of a sentence with an uploaded voice that no engine here can clone', async () => {
    await post(here().url, formOf({}));
    await eventually(async () => {
      const client = await there().talk(streamed({ voice: 'anna' }), text('Hello.'), DONE);
      const received = await client.until('session.done');
      expect(JSON.stringify(received)).toContain("does not support task_type='Base'");
      return true;
    });
    await remove(here().url, 'anna');
  });

  it.each<[string, Upload, RegExp]>([
    [
      'row 126: a short clip',
      { bytes: clip(0.3) },
      /^Reference audio too short \(0\.3s\)\. At least 1s/,
    ],
    ['row 126: a long clip', { bytes: clip(31) }, /too long .* Maximum 30s supported/],
    ['row 126: what is no audio', { bytes: new Uint8Array(5_000) }, /Could not decode/],
    ['row 120: another type', { type: 'application/pdf' }, /MIME type: application\/pdf/],
    ['row 120: too much', { bytes: new Uint8Array(11 * 1024 * 1024) }, /10MB/],
    ['row 122: no consent', { fields: { consent: ' ' } }, /^consent: Field required/],
    ['row 122: no name', { fields: { name: '' } }, /^name: Field required/],
    [
      'row 126: a name with a slash',
      { fields: { name: 'evil/name' } },
      /^Invalid voice name 'evil\/name'/,
    ],
    ['row 126: a folder as name', { fields: { name: '..' } }, /^Invalid voice name '\.\.'/],
    ['the name of a voice', { fields: { name: 'FAKE' } }, /built-in/],
    ['the name of an alias', { fields: { name: 'Vivian' } }, /built-in/],
    [
      'row 110: an endless text',
      { fields: { ref_text: 'x'.repeat(4_001) } },
      /^ref_text is too long/,
    ],
    ['row 123: an embedding too', { fields: { speaker_embedding: '[1]' } }, /mutually exclusive/],
  ])('%s is refused', async (_, upload, message) => {
    const response = await post(here().url, formOf(upload));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringMatching(message), code: 400 },
    });
    expect(await listed(here().url)).toMatchObject({ uploaded_voices: [] });
  });

  const withoutSample = (fields: Readonly<Record<string, string>>): FormData => {
    const form = formOf({ fields });
    form.delete('audio_sample');
    return form;
  };

  it.each([
    ['row 122: neither a sample nor an embedding', {}, /^Either 'audio_sample' or/],
    [
      'row 123: an embedding, whatever it holds,',
      { speaker_embedding: '[0.5' },
      /^'speaker_embedding' is only valid for Base task/,
    ],
  ])('%s is refused', async (_, fields, message) => {
    const bare = await post(here().url, withoutSample(fields));
    expect(bare.status).toBe(400);
    expect(await bare.json()).toMatchObject({
      error: { message: expect.stringMatching(message), type: 'BadRequestError', code: 400 },
    });
  });

  it('refuses a body that is no form', async () => {
    const headers = { 'content-type': 'application/json' };
    const url = `${here().url}/v1/audio/voices`;
    expect((await fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(400);
  });

  it.each(['fake', 'vivian', 'Vivian', 'default'])(
    'row 130: does not delete %s, which is built in',
    async (name) => {
      const response = await remove(here().url, name);
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ error: { type: 'ForbiddenError', code: 403 } });
    },
  );

  it.each([
    ['', 405],
    ['.', 405],
    ['..', 404],
    ['%2e%2e%2fx', 404],
    ['a/b', 404],
    ['a%00b', 404],
    ['%ff', 400],
  ])('row 127: answers DELETE of the name %j with %d', async (name, status) => {
    expect((await remove(here().url, name)).status).toBe(status);
  });
});

describe('an uploaded voice', () => {
  it('row 121: is there when its gateway has started again; in profile seed none takes its place', async () => {
    const env = { UPLOADED_VOICES_DIR: join(folder, 'lasting'), SPEECH_PROFILE: 'seed' };
    const first = await GatewayUnderTest.start(env);
    expect((await post(first.url, formOf({}))).status).toBe(200);
    await first.stop();
    const second = await GatewayUnderTest.start(env);
    expect(await listed(second.url)).toMatchObject({ uploaded_voices: [{ name: 'Anna' }] });
    const again = await post(second.url, formOf({ fields: { name: 'anna' } }));
    expect(again.status).toBe(400);
    expect(await again.text()).toContain("Voice 'anna' already exists");
    await second.stop();
  });

  it('row 128: is refused when as many are kept as may', async () => {
    const env = { UPLOADED_VOICES_DIR: join(folder, 'full'), MAX_UPLOADED_VOICES: '0' };
    const service = await GatewayUnderTest.start(env);
    const response = await post(service.url, formOf({}));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('No more voices');
    await service.stop();
  });

  it('row 125: fails as a fault of the service when its folder is lost, in the shape of all errors', async () => {
    const UPLOADED_VOICES_DIR = join(folder, 'lost');
    const service = await GatewayUnderTest.start({ UPLOADED_VOICES_DIR });
    writeFileSync(UPLOADED_VOICES_DIR, 'no folder');
    for (const response of [await post(service.url, formOf({})), await remove(service.url, 'x')]) {
      expect(response.status).toBe(500);
      expect(await response.json()).toEqual({
        error: {
          ...{ message: 'Internal Server Error', type: 'InternalServerError' },
          ...{ param: null, code: 500 },
        },
      });
    }
    await service.stop();
  });
});
