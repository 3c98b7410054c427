import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { beforeAll, expect, it } from '@jest/globals';
import type { FakeScript } from '@chorale/testing';
import { plainSpeech } from '@chorale/testing';

import { describeWith, findTool } from '../deploy/tools.js';
import { GatewayUnderTest } from './gateway-under-test.js';

const PYTHON = 'openai-python-3.57.0/bin/python';

const SCRIPT = fileURLToPath(new URL('openai-sdk.py', import.meta.url));

const KEY = 'k'.repeat(32);

const LIMIT_MS = 30_000;

/** What the script has printed. */
interface Report {
  readonly created: Readonly<Record<string, object>>;
  readonly streamed: object;
  readonly events: readonly object[];
  readonly 'broken events': readonly object[];
  readonly asynchronous: number;
  readonly models: readonly string[];
  readonly errors: Readonly<Record<string, object | null>>;
}

/** Half of one text is spoken, then it fails. */
const halfBroken: FakeScript = (job) =>
  job.text === 'Broken.'
    ? {
        chunks: [new Uint8Array(480)],
        failure: { code: 'failed', message: 'no voice', retryable: false },
      }
    : plainSpeech(job);

const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

/** A gateway without keys; one of its clients has all the sessions that its key may. */
const startOpen = async () => {
  const service = await GatewayUnderTest.start();
  service.speaker.say(halfBroken);
  const creation = await service.keyStore.create({
    name: 'web',
    tenant: 'acme',
    limits: { maxSessions: 1 },
  });
  if (creation.kind === 'full') throw new Error('the store is full');
  await service.connect(bearer(creation.secret));
  return { service, crowdedKey: creation.secret };
};

/** A gateway with a key, which is full. */
const startFull = async () => {
  const service = await GatewayUnderTest.start({ API_KEYS: KEY, MAX_SESSIONS: '1' });
  await service.connect(bearer(KEY));
  return service;
};

/** Runs the script once. */
const askAll = async (): Promise<Report> => {
  const { service, crowdedKey } = await startOpen();
  const full = await startFull();
  try {
    const args = [SCRIPT, service.url, full.url, KEY, crowdedKey];
    const options = { timeout: LIMIT_MS };
    const { stdout } = await promisify(execFile)(findTool(PYTHON) ?? PYTHON, args, options);
    return JSON.parse(stdout) as Report; // the assertions would notice anything else
  } finally {
    await Promise.all([service.stop(), full.stop()]);
  }
};

describeWith(PYTHON, "OpenAI's own client for Python", () => {
  let report: Report;

  beforeAll(async () => {
    report = await askAll();
  }, LIMIT_MS);

  it.each([
    ['mp3', 'audio/mpeg', /^(?:fff|494433)/],
    ['opus', 'audio/ogg', /^4f676753/],
    ['aac', 'audio/aac', /^fff[19]/],
    ['flac', 'audio/flac', /^664c6143/],
    ['wav', 'audio/wav', /^52494646/],
    ['pcm', 'audio/pcm', /^01010101/],
  ])('creates %s', (format, type, magic) => {
    expect(report.created[format]).toEqual({
      type,
      magic: expect.stringMatching(magic),
      bytes: expect.any(Number),
    });
  });

  it('streams audio as it is made', () => {
    expect(report.streamed).toEqual({ encoding: 'chunked', bytes: 6 * 480 });
  });

  it('streams events', () => {
    const audio = Buffer.alloc(6 * 480, 1).toString('base64');
    expect(report.events).toMatchObject([
      { type: 'speech.audio.delta', audio },
      { type: 'speech.audio.done', usage: { input_tokens: 6, output_tokens: 1, total_tokens: 7 } },
    ]);
  });

  it('is told in an event what failed after the first audio', () => {
    expect(report['broken events']).toMatchObject([
      { type: 'speech.audio.delta' },
      { type: 'speech.audio.error', error: { code: 500, partial_audio: true } },
    ]);
  });

  it('asks asynchronously too', () => {
    expect(report.asynchronous).toBe(6 * 480);
  });

  it('lists the models', () => {
    expect(report.models).toContain('tts-1');
  });

  it.each([
    ['speed', { class: 'BadRequestError', status: 400, param: 'speed', code: '400' }],
    ['voice', { class: 'BadRequestError', status: 400, param: 'voice', code: '400' }],
    ['model', { class: 'NotFoundError', status: 404, param: 'model', code: '404' }],
    ['failure', { class: 'InternalServerError', status: 500, param: null, code: '500' }],
    [
      'wrong key',
      { class: 'AuthenticationError', status: 401, param: null, code: 'invalid_api_key' },
    ],
    [
      'crowded key',
      { class: 'RateLimitError', status: 429, param: null, code: 'too_many_sessions' },
    ],
    ['no room', { class: 'InternalServerError', status: 503, param: null, code: '503' }],
  ])('tells errors apart: %s', (request, error) => {
    expect(report.errors[request]).toEqual(error);
  });
});
