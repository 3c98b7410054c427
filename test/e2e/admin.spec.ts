import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { wavHeader } from '@chorale/audio';
import { createRedisBroker } from '@chorale/broker';
import {
  eventually,
  FakeBrokerObserver,
  type PrivateRedis,
  SpeechClient,
  startPrivateRedis,
} from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';

import { SpawnedAdmin } from '../processes/spawned-admin.js';
import { SpawnedGateway } from '../processes/spawned-gateway.js';
import { SpawnedWorker } from '../processes/spawned-worker.js';

import { AdminVisitor } from './admin-visitor.js';

jest.setTimeout(30_000);

const OPERATOR = 'the-token-of-operators';
const VIEWER = 'the-token-of-viewers';
const PREFIX = `{${randomUUID()}}`;
const GATEWAY_KEY = 'the-key-that-the-admin-app-has';

/** Whatever changes something. */
const CHANGES = [
  ['POST', '/api/control'],
  ['POST', '/api/keys'],
  ['DELETE', '/api/keys/some-key'],
  ['POST', '/api/voices'],
  ['POST', '/api/voices/listen'],
  ['DELETE', '/api/voices/some-voice'],
] as const;

let redis: PrivateRedis;
let uploads: string;
let gateway: SpawnedGateway;
let worker: SpawnedWorker;
let admin: SpawnedAdmin;
let replica: SpawnedAdmin;
let operator: AdminVisitor;

/** As in a cluster: the gateway listens on all addresses, asks for keys, and is found by what it announces. */
const startService = async (): Promise<void> => {
  const shared = { REDIS_URL: redis.url, REDIS_KEY_PREFIX: PREFIX };
  const gatewayEnv = {
    ...{ HOST: '0.0.0.0', ADVERTISED_HOST: '127.0.0.1', API_KEYS: GATEWAY_KEY },
    ...{ DEFAULT_VOICE: 'fake', UPLOADED_VOICES_DIR: uploads, ADMISSION_LIMIT: '0' },
  };
  const adminEnv = {
    ...{ ADMIN_TOKEN: OPERATOR, ADMIN_VIEWER_TOKEN: VIEWER, ADMIN_GATEWAY_KEY: GATEWAY_KEY },
  };
  [gateway, worker, admin, replica] = await Promise.all([
    SpawnedGateway.start({ ...shared, ...gatewayEnv }),
    SpawnedWorker.start({ ...shared, DEFAULT_VOICE: 'fake' }),
    SpawnedAdmin.start({ ...shared, ...adminEnv }),
    SpawnedAdmin.start({ ...shared, ...adminEnv }),
  ]);
};

beforeAll(async () => {
  redis = await startPrivateRedis();
  uploads = await mkdtemp(join(tmpdir(), 'chorale-uploads-'));
  await startService();
  operator = await AdminVisitor.logIn(admin, OPERATOR);
  for (const process of [admin, replica])
    await eventually(async () => (await operator.at(process).get('/api/voices')).ok); // it knows of the gateway
});

afterAll(async () => {
  await Promise.all([gateway, worker, admin, replica].map((process) => process.stop()));
  await redis.stop();
  await rm(uploads, { recursive: true });
});

const list = async <T>(schema: z.ZodType<T>, path: string, visitor = operator): Promise<T> =>
  schema.parse(await (await visitor.get(path)).json());

const messageOf = async (answer: Response): Promise<string> =>
  z.object({ message: z.string() }).parse(await answer.json()).message;

const audit = z.object({
  entries: z.array(
    z.object({ role: z.string(), action: z.string(), target: z.string(), outcome: z.string() }),
  ),
});

/** The latest deeds, newest first, as the other process tells them. */
const latestDeeds = async (count: number) =>
  (await list(audit, '/api/audit', operator.at(replica))).entries.slice(0, count);

describe('voices in the admin app', () => {
  const voices = z.object({
    voices: z.array(z.string()),
    uploaded_voices: z.array(z.object({ name: z.string(), consent: z.string() })),
  });

  const RATE = 16_000;

  /** Two seconds that a decoder takes. */
  const clip = (seconds = 2): Blob => {
    const bytes = new Uint8Array(seconds * RATE * 2);
    const header = wavHeader(RATE, 1, bytes.length);
    return new Blob([header, bytes], { type: 'audio/wav' });
  };

  const upload = (fields: Readonly<Record<string, string>>, sample = clip()): Promise<Response> => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('audio_sample', sample, 'clip.wav');
    return operator.postForm('/api/voices', form);
  };

  it('are listed by the gateway, which is asked where it says that it can be reached', async () => {
    await eventually(async () => (await operator.get('/api/voices')).ok);
    expect((await list(voices, '/api/voices')).voices).toContain('fake');
    const broker = await createRedisBroker({
      ...{ url: redis.url, prefix: PREFIX },
      observer: new FakeBrokerObserver(),
    });
    const [record] = await broker.gatewayRegistry().list();
    await broker.close();
    expect(record?.url).toBe(`http://127.0.0.1:${new URL(gateway.url).port}`);
  });

  it('can be heard', async () => {
    const answer = await operator.post('/api/voices/listen', { voice: 'fake', text: 'Hello.' });
    expect(answer.headers.get('content-type')).toContain('audio/wav');
    const sound = Buffer.from(await answer.arrayBuffer());
    expect(sound.subarray(0, 4).toString()).toBe('RIFF');
    expect(sound.length).toBeGreaterThan(10_000);
  });

  it('that nobody has are refused in the words of the gateway', async () => {
    const answer = await operator.post('/api/voices/listen', { voice: 'nobody', text: 'Hello.' });
    expect(answer.status).toBe(400);
    expect(await messageOf(answer)).toContain('nobody');
  });

  it('can be uploaded, are listed by every admin process, and can be deleted', async () => {
    expect((await upload({ name: 'ann', consent: 'signed in 2026' })).status).toBe(201);
    const { uploaded_voices: kept } = await list(voices, '/api/voices', operator.at(replica));
    expect(kept).toEqual([{ name: 'ann', consent: 'signed in 2026' }]);
    expect((await operator.remove('/api/voices/ann')).status).toBe(200);
    expect((await operator.remove('/api/voices/ann')).status).toBe(404);
    expect((await list(voices, '/api/voices')).uploaded_voices).toEqual([]);
    expect(await latestDeeds(3)).toEqual([
      { role: 'operator', action: 'voice.delete', target: 'ann', outcome: 'failed' },
      { role: 'operator', action: 'voice.delete', target: 'ann', outcome: 'done' },
      { role: 'operator', action: 'voice.upload', target: '', outcome: 'done' },
    ]);
  });

  it.each([
    ['without consent', { name: 'bob' }, clip(), 'consent: Field required'],
    ['that are too short', { name: 'bob', consent: 'yes' }, clip(0.2), 'too short'],
    [
      'that are no sound',
      { name: 'bob', consent: 'yes' },
      new Blob(['text'], { type: 'audio/wav' }),
      'Could not decode',
    ],
  ])('%s are refused in the words of the gateway', async (_, fields, sample, words) => {
    const answer = await upload({ ...fields }, sample);
    expect(answer.status).toBe(400);
    expect(await messageOf(answer)).toContain(words);
    expect(await latestDeeds(1)).toMatchObject([{ action: 'voice.upload', outcome: 'failed' }]);
  });

  it('that are built in stay', async () => {
    expect((await operator.remove('/api/voices/fake')).status).toBe(403);
  });
});

describe('keys in the admin app', () => {
  const keys = z.object({ keys: z.array(z.looseObject({ id: z.string() })) });
  const made = z.object({ key: z.object({ id: z.string() }), secret: z.string() });

  const make = async (maxSessions: number | null) => {
    const wanted = { name: 'Phone app', tenant: 'acme', limits: { maxSessions } };
    const answer = await operator.post('/api/keys', wanted);
    expect(answer.status).toBe(201);
    return made.parse(await answer.json());
  };

  const speakWith = (secret: string): Promise<SpeechClient> =>
    SpeechClient.connect(gateway.speechUrl.replace('0.0.0.0', '127.0.0.1'), {
      authorization: `Bearer ${secret}`,
    });

  it('are shown once, open gateways, and open nothing once they are revoked', async () => {
    const { key, secret } = await make(null);
    (await speakWith(secret)).close();
    for (const path of ['/api/keys', '/api/audit']) {
      const told = await (await operator.at(replica).get(path)).text();
      expect(told).toContain('Phone app');
      expect(told).not.toContain(secret.slice(-20));
    }
    expect((await operator.at(replica).remove(`/api/keys/${key.id}`)).status).toBe(200);
    expect(await list(keys, '/api/keys')).toEqual({ keys: [] });
    await eventually(() => speakWith(secret).then(leaveAndFail, () => true), { timeoutMs: 5_000 });
    expect((await operator.remove(`/api/keys/${key.id}`)).status).toBe(404);
    expect(await latestDeeds(3)).toMatchObject([
      { action: 'key.revoke', outcome: 'failed' },
      { action: 'key.revoke', target: key.id, outcome: 'done' },
      { action: 'key.create', target: 'Phone app (acme)', outcome: 'done' },
    ]);
  });

  it('let in no more sessions than they may', async () => {
    const { key, secret } = await make(1);
    const first = await speakWith(secret);
    await expect(speakWith(secret)).rejects.toThrow('429');
    first.close();
    await first.closed();
    const next = await eventually(() => speakWith(secret));
    next.close();
    await operator.remove(`/api/keys/${key.id}`);
  });

  it.each([
    ['no name', { tenant: 'acme', limits: { maxSessions: null } }, 'name'],
    ['no session', { name: 'a', tenant: 'b', limits: { maxSessions: 0 } }, 'limits.maxSessions'],
  ])('need more than %s', async (_, wanted, field) => {
    const answer = await operator.post('/api/keys', wanted);
    expect(answer.status).toBe(400);
    expect(await messageOf(answer)).toContain(field);
  });
});

/** For somebody who came in and should not have. */
const leaveAndFail = (client: SpeechClient): boolean => {
  client.drop();
  return false;
};

describe('the list of failures', () => {
  const failures = z.object({
    failures: z.array(z.object({ error: z.string(), worker: z.string(), voiceClass: z.string() })),
  });

  it('tells what went wrong at which worker, and not a word of the sentence', async () => {
    await operator.post('/api/voices/listen', { voice: 'fake', text: '[[fail]] at my secret.' });
    const found = await eventually(async () => {
      const { failures: all } = await list(failures, '/api/failures', operator.at(replica));
      return all.length > 0 && all;
    });
    expect(found).toMatchObject([{ voiceClass: 'default' }]);
    const told = await (await operator.get('/api/failures')).text();
    expect(told).not.toContain('secret');
  });
});

describe('who may change something in the admin app', () => {
  it.each(CHANGES)('is no viewer (%s %s)', async (method, path) => {
    const viewer = await AdminVisitor.logIn(admin, VIEWER);
    const answer = await viewer.send(method, path, { headers: { 'x-chorale-admin': '1' } });
    expect(answer.status).toBe(403);
    expect(await messageOf(answer)).toContain('Viewers');
    expect(await latestDeeds(1)).toEqual([
      { role: 'viewer', action: 'request', target: `${method} ${path}`, outcome: 'refused' },
    ]);
  });

  it.each(CHANGES)('is no page of another site (%s %s)', async (method, path) => {
    expect((await operator.send(method, path)).status).toBe(403);
    const own = { 'x-chorale-admin': '1' };
    for (const foreign of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])
      expect((await operator.send(method, path, { headers: { ...own, ...foreign } })).status).toBe(
        403,
      );
  });

  it('is not asked of those who only look', async () => {
    const viewer = await AdminVisitor.logIn(replica, VIEWER);
    for (const path of ['/api/keys', '/api/voices', '/api/failures', '/api/audit'])
      expect((await viewer.get(path)).status).toBe(200);
  });
});

describe('the door of the admin app', () => {
  it('answers nothing but health and figures to strangers', async () => {
    const ask = async (path: string) => (await fetch(new URL(path, replica.url))).status;
    const closed = ['/api/keys', '/api/audit', '/api/failures', '/api/voices', '/queues/'];
    for (const path of [...closed, '/live/?EIO=4&transport=polling'])
      expect(await ask(path)).toBeGreaterThanOrEqual(401);
    for (const path of ['/health', '/health/ready', '/metrics']) expect(await ask(path)).toBe(200);
  });

  it('is not opened to other machines without a token', async () => {
    const { reason, output } = await SpawnedAdmin.fail({ ADMIN_HOST: '0.0.0.0' });
    expect(reason).toBe(1);
    expect(output).toContain('ADMIN_TOKEN');
  });

  it('makes guessing slow', async () => {
    await eventually(() =>
      AdminVisitor.logIn(replica, 'a guess').then(
        () => false,
        (error: unknown) => String(error).includes('429'),
      ),
    );
    await expect(AdminVisitor.logIn(replica, OPERATOR)).rejects.toThrow('429');
  });
});
