import { mkdtempSync, rmSync } from 'node:fs';
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

  it('keeps a voice, lists it at every gateway, and forgets it', async () => {
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
    const gone = await remove(there().url, 'ANNA');
    expect(gone.status).toBe(200);
    expect(await gone.json()).toEqual({
      success: true,
      message: "Voice 'ANNA' deleted successfully",
    });
    expect(await listed(here().url)).toMatchObject({ uploaded_voices: [] });
  });

  it('replaces a voice of the same name', async () => {
    await post(here().url, formOf({ fields: { consent: 'old' } }));
    await post(there().url, formOf({ fields: { name: 'anna', consent: 'new' } }));
    expect(await listed(here().url)).toMatchObject({
      uploaded_voices: [{ name: 'anna', consent: 'new' }],
    });
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
    ['a short clip', { bytes: clip(0.3) }, /^Reference audio too short \(0\.3s\)\. At least 1s/],
    ['a long clip', { bytes: clip(31) }, /too long .* Maximum 30s supported/],
    ['what is no audio', { bytes: new Uint8Array(5_000) }, /Could not decode/],
    ['another type', { type: 'application/pdf' }, /MIME type: application\/pdf/],
    ['too much', { bytes: new Uint8Array(11 * 1024 * 1024) }, /10MB/],
    ['no consent', { fields: { consent: ' ' } }, /^consent: Field required/],
    ['no name', { fields: { name: '' } }, /^name: Field required/],
    ['a name with a slash', { fields: { name: 'evil/name' } }, /^Invalid voice name 'evil\/name'/],
    ['a folder as name', { fields: { name: '..' } }, /^Invalid voice name '\.\.'/],
    ['the name of a voice', { fields: { name: 'FAKE' } }, /built-in/],
    ['the name of an alias', { fields: { name: 'Vivian' } }, /built-in/],
    ['an endless text', { fields: { ref_text: 'x'.repeat(4_001) } }, /^ref_text is too long/],
    ['an embedding too', { fields: { speaker_embedding: '[1]' } }, /mutually exclusive/],
  ])('refuses %s', async (_, upload, message) => {
    const response = await post(here().url, formOf(upload));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringMatching(message), code: 400 },
    });
    expect(await listed(here().url)).toMatchObject({ uploaded_voices: [] });
  });

  it('refuses a form without a sample, and a body that is no form', async () => {
    const form = formOf({});
    form.delete('audio_sample');
    const bare = await post(here().url, form);
    expect(bare.status).toBe(400);
    expect(await bare.text()).toContain("Either 'audio_sample' or 'speaker_embedding'");
    const headers = { 'content-type': 'application/json' };
    const url = `${here().url}/v1/audio/voices`;
    expect((await fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(400);
  });

  it('deletes neither what is not there nor what is built in', async () => {
    const missing = await remove(here().url, 'nobody');
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ error: { message: "Voice 'nobody' not found" } });
    for (const name of ['fake', 'vivian', 'default'])
      expect((await remove(here().url, name)).status).toBe(403);
    expect((await remove(here().url, '')).status).toBe(405);
    expect((await remove(here().url, '%2e%2e%2fx')).status).toBe(404);
  });
});

describe('an uploaded voice', () => {
  it('is there when its gateway has started again; in profile seed none takes its place', async () => {
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

  it('is refused when as many are kept as may', async () => {
    const env = { UPLOADED_VOICES_DIR: join(folder, 'full'), MAX_UPLOADED_VOICES: '0' };
    const service = await GatewayUnderTest.start(env);
    const response = await post(service.url, formOf({}));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('No more voices');
    await service.stop();
  });
});
