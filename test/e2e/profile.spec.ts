import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually, type PrivateRedis, startPrivateRedis } from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { SpawnedGateway } from '../processes/spawned-gateway.js';
import { SpawnedVoiceWorker } from '../processes/spawned-voice-worker.js';

jest.setTimeout(90_000);

const folder = mkdtempSync(join(tmpdir(), 'chorale-profiles-'));

let redis: PrivateRedis;
let gateway: SpawnedGateway;
let worker: SpawnedVoiceWorker;

beforeAll(async () => {
  redis = await startPrivateRedis();
  const env = { REDIS_URL: redis.url, PROFILE_DIR: folder };
  const gatewayStarts = SpawnedGateway.start(env);
  worker = await SpawnedVoiceWorker.start({ ...env, INFERENCE_THREADS: '1' });
  gateway = await gatewayStarts;
});

afterAll(async () => {
  await Promise.all([gateway, worker].map((process) => process.kill('SIGKILL')));
  await redis.stop();
  rmSync(folder, { recursive: true });
});

const post = (path: string, body = '{}'): Promise<Response> =>
  fetch(`${gateway.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json' },
  });

const speech = async (): Promise<Buffer> => {
  const request = { input: 'Who works how much for this?', response_format: 'pcm' };
  const response = await post('/v1/audio/speech', JSON.stringify(request));
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
};

const filesLike = (name: RegExp): readonly string[] =>
  readdirSync(folder).filter((file) => name.test(file));

/** What a profile of ONNX Runtime says it ran; it is empty until it was written. */
const operatorsIn = (file: string): ReadonlySet<unknown> => {
  const events: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  if (!Array.isArray(events)) return new Set();
  return new Set(events.map((event: { args?: { op_name?: unknown } }) => event.args?.op_name));
};

describe('a profile', () => {
  it('shows what gateways, workers and their models did, and changes not a sample', async () => {
    const before = await speech();
    expect((await post('/start_profile')).status).toBe(200);
    await eventually(() => filesLike(/-back_.*\.json$/).length === 1, { timeoutMs: 30_000 });
    const during = await speech();
    expect((await post('/stop_profile')).status).toBe(200);
    await eventually(() => filesLike(/\.cpuprofile$/).length === 2, { timeoutMs: 30_000 });
    const [back = ''] = filesLike(/-back_.*\.json$/);
    await eventually(() => operatorsIn(back).has('Conv'), { timeoutMs: 30_000 });
    expect(
      filesLike(/-thread\d+-en_US-joe-medium-(encoder|flow|front|back)_.*\.json$/),
    ).toHaveLength(4);
    expect(during.equals(before)).toBe(true);
    expect((await speech()).equals(before)).toBe(true);
  });
});
