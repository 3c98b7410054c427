import { randomUUID } from 'node:crypto';

import { type AdminPorts, createRedisBroker } from '@chorale/broker';
import { gatewayId, type GatewayId } from '@chorale/speech';
import {
  eventually,
  FakeBrokerObserver,
  FakeTraceCollector,
  type PrivateRedis,
  SpeechClient,
  startPrivateRedis,
} from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { z } from 'zod';

import { SpawnedAdmin } from '../processes/spawned-admin.js';
import { SpawnedGateway } from '../processes/spawned-gateway.js';
import { SpawnedWorker } from '../processes/spawned-worker.js';

import { AdminVisitor } from './admin-visitor.js';

jest.setTimeout(30_000);

const OPERATOR = 'the-token-of-operators';
const VIEWER = 'the-token-of-viewers';
const PREFIX = `{${randomUUID()}}`;

/** Stands in every sentence that is spoken here. */
const MARK = 'marigold';
const TEXT = `The word is ${MARK}. Nobody else may know of the ${MARK}.`;

/** A gateway, somebody who speaks with it, and what that session is called. */
interface Spoken {
  readonly gateway: GatewayId;
  readonly session: string;
  readonly client: SpeechClient;
}

let redis: PrivateRedis;
let raw: Redis;
let broker: Awaited<ReturnType<typeof createRedisBroker>>;
let ports: AdminPorts;
let collector: FakeTraceCollector;
let open: SpawnedGateway;
let shut: SpawnedGateway;
let worker: SpawnedWorker;
let admin: SpawnedAdmin;
let atOpen: Spoken;
let atShut: Spoken;
let operator: AdminVisitor;

const startProcesses = async (): Promise<void> => {
  const shared = { REDIS_URL: redis.url, REDIS_KEY_PREFIX: PREFIX, LOG_LEVEL: 'trace' };
  const traced = { ...shared, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const gatewayEnv = { ...traced, DEFAULT_VOICE: 'fake', IDLE_TIMEOUT_SECONDS: '600' };
  [open, shut, worker, admin] = await Promise.all([
    SpawnedGateway.start({ ...gatewayEnv, ALLOW_TEXT_VIEW: 'true' }),
    SpawnedGateway.start(gatewayEnv),
    SpawnedWorker.start({ ...traced, DEFAULT_VOICE: 'fake' }),
    SpawnedAdmin.start({ ...shared, ADMIN_TOKEN: OPERATOR, ADMIN_VIEWER_TOKEN: VIEWER }),
  ]);
};

/** Says two sentences and stays; resolves when onlookers know of both. */
const speakAt = async ({ url, speechUrl }: SpawnedGateway): Promise<Spoken> => {
  await eventually(async () => (await fetch(`${url}/ready`)).ok);
  const client = await SpeechClient.connect(speechUrl);
  client.send({ type: 'session.config', response_format: 'pcm', stream_audio: true });
  client.send({ type: 'input.text', text: TEXT }, { type: 'input.done' });
  await client.until('session.done');
  const records = await ports.gatewayRegistry.list();
  const { gateway } = records.find((record) => record.url === url) ?? {
    gateway: gatewayId('none'),
  };
  const session = await eventually(async () => {
    await ports.sessionWatch.ask([]);
    const seen = (await ports.sessionWatch.snapshot(gateway))?.sessions ?? [];
    return seen.find(({ sentences }) => sentences === 2)?.session;
  });
  return { gateway, session: session ?? '', client };
};

beforeAll(async () => {
  // Uncompressed, or a dump would not show what it holds.
  redis = await startPrivateRedis({ args: ['--rdbcompression', 'no'] });
  raw = new Redis(redis.url);
  broker = await createRedisBroker({
    ...{ url: redis.url, prefix: PREFIX },
    observer: new FakeBrokerObserver(),
  });
  ports = broker.adminPorts();
  collector = await FakeTraceCollector.start();
  await startProcesses();
  [atOpen, atShut] = await Promise.all([speakAt(open), speakAt(shut)]);
  operator = await AdminVisitor.logIn(admin, OPERATOR);
});

afterAll(async () => {
  await broker.close();
  await Promise.all([open, shut, worker, admin].map((process) => process.stop()));
  await collector.stop();
  raw.disconnect();
  await redis.stop();
});

const pathOf = ({ gateway, session }: Pick<Spoken, 'session'> & { readonly gateway: string }) =>
  `/api/gateways/${gateway}/sessions/${session}/text`;

const messageOf = async (answer: Response): Promise<string> =>
  z.object({ message: z.string() }).parse(await answer.json()).message;

const latestDeed = async (): Promise<unknown> => (await ports.auditLog.list())[0];

describe('the text of a session', () => {
  it('is shown to an operator who asks, which the audit log tells without a word of it', async () => {
    const answer = await operator.post(pathOf(atOpen), {});
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({
      sentences: [
        { seq: 0, text: `The word is ${MARK}.`, isWhole: true },
        { seq: 1, text: `Nobody else may know of the ${MARK}.`, isWhole: true },
      ],
      forgotten: 0,
    });
    expect(await latestDeed()).toMatchObject({
      ...{ role: 'operator', action: 'session.text', outcome: 'done' },
      target: `${atOpen.session} on ${atOpen.gateway}`,
    });
  });

  it('is refused by a gateway that shows none, and the setting is named', async () => {
    const answer = await operator.post(pathOf(atShut), {});
    expect(answer.status).toBe(403);
    expect(await messageOf(answer)).toContain('ALLOW_TEXT_VIEW');
    expect(await latestDeed()).toMatchObject({
      ...{ role: 'operator', action: 'session.text', outcome: 'refused' },
      target: `${atShut.session} on ${atShut.gateway}`,
    });
  });

  it('is said by gateways beforehand to be shown or not', async () => {
    const records = await ports.gatewayRegistry.list();
    const shows = new Map(records.map(({ gateway, showsText }) => [gateway, showsText]));
    expect([shows.get(atOpen.gateway), shows.get(atShut.gateway)]).toEqual([true, false]);
  });

  it('is no viewer’s, and the audit log tells whose session it was', async () => {
    const viewer = await AdminVisitor.logIn(admin, VIEWER);
    const answer = await viewer.post(pathOf(atOpen), {});
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain(MARK);
    const deed = await eventually(async () =>
      (await ports.auditLog.list()).find(
        ({ role, action }) => role === 'viewer' && action === 'request',
      ),
    ); // it is noted while the answer is on its way
    expect(deed).toMatchObject({ outcome: 'refused', target: `POST ${pathOf(atOpen)}` });
  });

  it.each([
    ['a form of another page', {}],
    ['a page of another origin', { 'x-chorale-admin': '1', origin: 'https://evil.example' }],
  ])('is not for %s', async (_, headers) => {
    expect((await operator.send('POST', pathOf(atOpen), { headers })).status).toBe(403);
  });

  it('is not to be had by looking', async () => {
    expect((await operator.get(pathOf(atOpen))).status).toBe(404);
  });

  it.each([
    ['a session that has ended', () => ({ ...atOpen, session: 'over' }), 404, 'has ended'],
    ['a gateway that is gone', () => ({ ...atOpen, gateway: 'gone' }), 504, 'does not answer'],
    ['a name that is none', () => ({ ...atOpen, session: 'a%20b' }), 400, 'session'],
  ])('of %s is not there', async (_, of, status, words) => {
    const answer = await operator.post(pathOf(of()), {});
    expect(answer.status).toBe(status);
    expect(await messageOf(answer)).toContain(words);
  });
});

/** All that passes on any channel of Redis while something is done. */
const overheard = async (task: () => Promise<unknown>) => {
  const heard: { readonly channel: string; readonly message: string }[] = [];
  const ear = new Redis(redis.url);
  await ear.psubscribe('*');
  ear.on('pmessage', (_: string, channel: string, message: string) =>
    heard.push({ channel, message }),
  );
  await task();
  ear.disconnect();
  return heard;
};

/** The keys whose values hold the mark. */
const markedKeys = async (): Promise<readonly string[]> => {
  const keys = await raw.keys('*');
  expect(keys.length).toBeGreaterThan(0);
  const dumps = await Promise.all(keys.map((key) => raw.dumpBuffer(key)));
  return keys.filter((_, at) => dumps[at]?.includes(MARK));
};

describe('what a session says', () => {
  it('reaches whoever asked, and no other page that looks at the session', async () => {
    const { frames, close } = await operator.follow(atOpen.session);
    await eventually(() => frames.some((frame) => frame.includes('"trace"')));
    expect(await (await operator.post(pathOf(atOpen), {})).text()).toContain(MARK);
    const before = frames.length;
    await eventually(() => frames.slice(before).some((frame) => frame.includes('"trace"')));
    expect(frames.join('\n')).not.toContain(MARK);
    close();
  });

  it('passes through Redis on the channel of whoever asked alone, and is kept nowhere there', async () => {
    const heard = await overheard(() => operator.post(pathOf(atOpen), {}));
    const marked = heard.filter(({ message }) => message.includes(MARK));
    expect(marked.map(({ channel }) => channel)).toEqual([
      expect.stringMatching(/:text-replies:[\w-]+$/),
    ]);
    await raw.set('proof', `a ${MARK}`); // that the search finds what is there
    expect(await markedKeys()).toEqual(['proof']);
    await raw.del('proof');
  });

  it('is in no log, trace or metric', async () => {
    await eventually(() => collector.spans.some(({ name }) => name === 'utterance'), {
      timeoutMs: 15_000,
    });
    const pages = [open.url, shut.url, admin.url, worker.healthUrl].map(async (url) =>
      (await fetch(new URL('/metrics', url))).text(),
    );
    const logs = [open.log, shut.log, worker.log, admin.log];
    expect(logs.join('\n')).toContain('session.text');
    expect([...logs, ...(await Promise.all(pages)), collector.raw].join('\n')).not.toContain(MARK);
    expect(JSON.stringify(await ports.auditLog.list())).not.toContain(MARK);
  });

  it('is gone when the session ends', async () => {
    atOpen.client.close();
    await eventually(async () => (await operator.post(pathOf(atOpen), {})).status === 404);
    atShut.client.close();
  });
});
