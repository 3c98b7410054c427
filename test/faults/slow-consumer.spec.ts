import { once } from 'node:events';
import { request } from 'node:http';

import { eventually } from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { Fleet } from './fleet.js';
import { PATIENCE, wholeReport } from './listener.js';

jest.setTimeout(60_000);

const MIB = 1024 * 1024;

/** What one client that does not read may cost the gateway: its socket, its held audio, and as much again for the runtime. */
const BOUND_BYTES = 2 * (MIB / 4 + MIB) + 32 * MIB;

let fleet: Fleet;

beforeAll(async () => {
  fleet = await Fleet.start({
    workers: 1,
    gatewayEnv: {
      SLOW_CONSUMER_SECONDS: '2',
      SOCKET_BACKLOG_BYTES: String(MIB / 4),
      HELD_BACK_BYTES_PER_CONTEXT: String(MIB),
    },
    workerEnv: { FAKE_UNIT_MS: '1', FAKE_UNIT_SECONDS: '1' },
  });
});

afterAll(() => fleet.stop());

const memory = (): Promise<number> => fleet.gateway.metric('process_resident_memory_bytes');

const sessions = (): Promise<number> => fleet.gateway.metric('chorale_sessions');

const slowConsumers = (): Promise<number> => fleet.gateway.metric('chorale_slow_consumers_total');

/** 100 s of audio, 4.8 MB, in a row of sentences. */
const muchOf = (name: string): readonly string[] =>
  Array.from({ length: 10 }, (_, at) => `${name} ${at} ${'says much '.repeat(19)}.`);

/** The most memory that the gateway gained while a neighbour went on talking, until the others were gone. */
const costUntilGone = async (begin: () => Promise<void>): Promise<number> => {
  const neighbour = await fleet.listen();
  await neighbour.say(...muchOf('Neighbour')).hearsAll();
  const before = await memory();
  await begin();
  let most = before;
  const later: string[] = [];
  await eventually(async () => {
    most = Math.max(most, await memory());
    const words = `Neighbour again, for the time ${later.length}.`;
    later.push(words);
    await neighbour.say(words).hearsAll();
    return (await sessions()) === 1;
  }, PATIENCE);
  expect(neighbour.report()).toEqual(wholeReport(...muchOf('Neighbour'), ...later));
  neighbour.close();
  return most - before;
};

describe('a client that does not read', () => {
  it('costs the gateway no more than its bounds, its neighbour nothing, and loses its session', async () => {
    const deaf = await fleet.listen();
    const cost = await costUntilGone(async () => {
      deaf.client.socket.pause();
      for (let utterance = 0; utterance < 20; utterance += 1)
        deaf.say(...muchOf(`Number ${utterance}`));
      await eventually(async () => (await sessions()) === 2);
    });
    expect(cost).toBeLessThan(BOUND_BYTES);
    deaf.client.socket.resume();
    await deaf.client.closed();
    expect(deaf.report({ mayEndWith: [4008, 1006] })).toMatchObject({
      ...{ outcome: 'cut', flaws: [], faults: [] },
    });
    await fleet.comesToRest();
  });

  /** Asks for half an hour of speech as it is made, and reads none of it. */
  const askAndIgnore = async (): Promise<void> => {
    const input = Array.from({ length: 20 }, (_, at) => muchOf(`Part ${at}`))
      .flat()
      .join(' ');
    const asking = request(`${fleet.gateway.url}/v1/audio/speech`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
    });
    asking.end(JSON.stringify({ input, response_format: 'pcm', stream_format: 'audio' }));
    asking.on('error', () => undefined); // it is cut off
    await once(asking, 'response'); // which nobody reads
  };

  it('is treated alike where it asks over HTTP', async () => {
    const slowBefore = await slowConsumers();
    const cost = await costUntilGone(async () => {
      await askAndIgnore();
      expect(await sessions()).toBe(2);
    });
    expect(cost).toBeLessThan(BOUND_BYTES);
    expect(await slowConsumers()).toBe(slowBefore + 1);
    await fleet.comesToRest();
  });
});
