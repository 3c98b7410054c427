import {
  audioOf,
  eventually,
  messagesOf,
  type Received,
  ResumingClient,
  SpeechClient,
} from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { SpawnedVoiceWorker } from '../processes/spawned-voice-worker.js';

import { Fleet } from './fleet.js';

jest.setTimeout(120_000);

const PATIENCE = { timeoutMs: 60_000, everyMs: 10 };

/** About 15 s, in one sentence. */
const TEXT =
  'When the one who speaks is gone in the middle of a word, another has to go on with the very next sample, ' +
  'so that whoever listens hears one voice, one breath and one melody, and never knows that there were two of them.';

/** 1 s. */
const SOME_BYTES = 48_000;

let fleet: Fleet;

beforeAll(async () => {
  fleet = await Fleet.start({ workers: 0, gatewayEnv: { DEFAULT_VOICE: 'en_US-joe-medium' } });
});

afterAll(() => fleet.stop());

const startWorker = (): Promise<SpawnedVoiceWorker> =>
  SpawnedVoiceWorker.start({ REDIS_URL: fleet.redis.url, INFERENCE_THREADS: '1' });

const CONFIG = { type: 'session.config', response_format: 'pcm', stream_audio: true };

const SAY = [{ type: 'input.text', text: TEXT }, { type: 'input.done' }];

const speak = async (): Promise<SpeechClient> => {
  const client = await SpeechClient.connect(fleet.gateway.speechUrl);
  client.send(CONFIG, ...SAY);
  return client;
};

const isDone = (received: readonly Received[]): boolean =>
  messagesOf(received).some(({ type }) => type === 'session.done');

let whole: Uint8Array;

describe('a voice whose worker is killed in the middle of a sentence', () => {
  it('goes on with the next sample, and not a bit of it is different', async () => {
    const first = await startWorker();
    const undisturbed = await speak();
    whole = audioOf(await undisturbed.until('session.done', PATIENCE));
    const disturbed = await speak();
    const successor = startWorker();
    await eventually(() => audioOf(disturbed.received).byteLength >= SOME_BYTES, PATIENCE);
    await first.kill('SIGKILL');
    expect(messagesOf(disturbed.received).map(({ type }) => type)).toEqual(['audio.start']);
    const heard = audioOf(await disturbed.until('session.done', PATIENCE));
    expect(Buffer.compare(heard, whole)).toBe(0);
    expect(whole.byteLength).toBeGreaterThan(10 * SOME_BYTES);
    undisturbed.close();
    disturbed.close();
    await (await successor).kill('SIGKILL');
  });
});

describe('a voice whose gateway is killed in the middle of a sentence', () => {
  it('goes on with the next sample at another, and not a bit of it is different', async () => {
    const worker = await startWorker();
    await fleet.addGateway();
    const client = await ResumingClient.connect(() => fleet.gateway.speechUrl, CONFIG);
    client.send(...SAY);
    await eventually(() => audioOf(client.received).byteLength >= SOME_BYTES, PATIENCE);
    await fleet.kill(fleet.gateway);
    await eventually(() => isDone(client.received), PATIENCE);
    expect(Buffer.compare(audioOf(client.received), whole)).toBe(0);
    expect(client.returns).toHaveLength(1);
    client.close();
    await worker.kill('SIGKILL');
  });
});
