import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import type { ApiKey } from '@chorale/speech';
import { eventually, FakeClock } from '@chorale/testing';

import { GatewayUnderTest, useGateway } from './gateway-under-test.js';
import { CLOSE, DONE, streamed, text } from './wire.js';

const SECRET = 'a-secret-of-the-phone';
const OTHER = 'a-secret-of-the-browser';
const HASH = createHash('sha256').update(OTHER).digest('hex');

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

const unauthorizedBody = (message: unknown) => ({
  error: { message, type: 'invalid_request_error', param: null, code: 'invalid_api_key' },
});

/** Makes a key while the gateway runs. */
const makeKey = async (
  service: GatewayUnderTest,
  maxSessions: number | null = null,
): Promise<{ readonly key: ApiKey; readonly secret: string }> => {
  const limits = { maxSessions };
  const creation = await service.keyStore.create({ name: 'web', tenant: 'umbrella', limits });
  if (creation.kind === 'full') throw new Error('the store is full');
  return creation;
};

describe('a gateway with keys', () => {
  const gateway = useGateway({ API_KEYS: `${SECRET} phone acme, sha256:${HASH}` });

  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${gateway().url}${path}`, { headers });

  it.each([
    ['as a bearer', bearer(SECRET)],
    ['in a header of its own', { 'x-api-key': SECRET }],
    ['that is configured as a hash', bearer(OTHER)],
  ])('answers whoever brings a key %s', async (_, headers) => {
    expect((await get('/v1/audio/voices', headers)).status).toBe(200);
    await gateway().connect(headers);
  });

  it('takes the key of a browser from the query of its WebSocket, and nowhere else', async () => {
    await gateway().connectTo(`?api_key=${SECRET}`);
    expect((await get(`/v1/audio/voices?api_key=${SECRET}`)).status).toBe(401);
  });

  it.each([
    ['nothing', {}, /no API key was given/],
    ['another key', bearer('another-secret-of-mine'), /incorrect API key/],
    ['the hash of a key', bearer(`sha256:${HASH}`), /incorrect API key/],
    ['a made-up key', bearer(`ck_0123456789ab_${'A'.repeat(43)}`), /incorrect API key/],
  ])('turns away whoever brings %s', async (_, headers, message) => {
    const response = await get('/v1/audio/voices', headers);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toEqual(unauthorizedBody(expect.stringMatching(message)));
    await expect(gateway().connect(headers)).rejects.toThrow('Unexpected server response: 401');
  });

  it('asks for a key before it says whether an address exists', async () => {
    expect((await get('/nothing')).status).toBe(401);
    expect((await get('/nothing', bearer(SECRET))).status).toBe(404);
  });

  it('reads no body of somebody who has no key', async () => {
    const body = '{'.repeat(1_000);
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${gateway().url}/v1/x`, { method: 'POST', headers, body });
    expect(response.status).toBe(401);
  });

  it.each(['/health', '/health/ready', '/ready', '/metrics', '/'])(
    'asks nobody for a key at %s',
    async (path) => {
      expect((await get(path)).status).toBe(200);
    },
  );

  it('has the work counted for the tenant of the key', async () => {
    const client = await gateway().connect(bearer(SECRET));
    client.send(streamed(), text('Hello.'), DONE);
    await client.until('session.done');
    client.send(CLOSE);
    expect(gateway().speaker.jobs.map(({ tenant }) => tenant)).toEqual(['acme']);
  });

  it('takes a key that was made while it runs', async () => {
    const { secret } = await makeKey(gateway());
    const client = await gateway().connect(bearer(secret));
    client.send(streamed(), text('Hello.'), DONE);
    await client.until('session.done');
    expect(gateway().speaker.jobs.map(({ tenant }) => tenant)).toEqual(['umbrella']);
  });

  it('lets a key have as many sessions as it may', async () => {
    const { secret } = await makeKey(gateway(), 1);
    const client = await gateway().connect(bearer(secret));
    await expect(gateway().connect(bearer(secret))).rejects.toThrow('429');
    client.drop();
    await eventually(async () => {
      await gateway().connect(bearer(secret));
      return true;
    });
  });
});

describe('a key that is revoked', () => {
  it('opens nothing two seconds later; what it opened before goes on', async () => {
    const clock = new FakeClock();
    const service = await GatewayUnderTest.start({ REQUIRE_API_KEY: 'true' }, clock);
    const { key, secret } = await makeKey(service);
    const client = await service.connect(bearer(secret));
    await service.keyStore.revoke(key.id);
    await clock.advance(2_000);
    await expect(service.connect(bearer(secret))).rejects.toThrow('401');
    client.send(streamed(), text('Hello.'), DONE);
    await client.until('session.done');
    await service.stop();
  });
});

describe('a gateway without keys', () => {
  const gateway = useGateway();

  it('minds no key that it does not know, for SDKs always send one', async () => {
    const client = await gateway().connect(bearer('EMPTY'));
    client.send(streamed(), text('Hello.'), DONE);
    await client.until('session.done');
    expect(gateway().speaker.jobs.map(({ tenant }) => tenant)).toEqual(['default']);
  });

  it('counts work for the tenant of a key that it knows', async () => {
    const { secret } = await makeKey(gateway());
    const client = await gateway().connect(bearer(secret));
    client.send(streamed(), text('Hello.'), DONE);
    await client.until('session.done');
    expect(gateway().speaker.jobs.map(({ tenant }) => tenant)).toEqual(['umbrella']);
  });
});

describe('a gateway that other machines can reach', () => {
  it('asks for a key where it tells figures unless told otherwise, and anywhere else all the same', async () => {
    const env = { HOST: '0.0.0.0', API_KEYS: SECRET };
    for (const [METRICS_OPEN, status] of [
      ['false', 401],
      ['true', 200],
    ] as const) {
      const service = await GatewayUnderTest.start({ ...env, METRICS_OPEN });
      const statusAt = async (path: string) => (await fetch(`${service.url}${path}`)).status;
      expect(await statusAt('/metrics')).toBe(status);
      expect(await statusAt('/autoscale/cpu')).toBe(status);
      expect(await statusAt('/autoscale/cpu/voices')).toBe(401);
      expect(await statusAt('/v1/audio/voices')).toBe(401);
      await service.stop();
    }
  });
});

describe('a file of keys', () => {
  it('opens the gateway as the setting does, and a bad one keeps it from starting', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chorale-keys-'));
    const API_KEYS_FILE = join(folder, 'keys.txt');
    writeFileSync(API_KEYS_FILE, `# ours\n${SECRET} phone acme\n`);
    const service = await GatewayUnderTest.start({ API_KEYS_FILE });
    await service.connect(bearer(SECRET));
    await expect(service.connect()).rejects.toThrow('401');
    await service.stop();
    writeFileSync(API_KEYS_FILE, 'short');
    await expect(GatewayUnderTest.start({ API_KEYS_FILE })).rejects.toThrow('number 1');
    rmSync(folder, { recursive: true });
  });
});
