import type { ResumingClient } from '@chorale/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { Fleet } from './fleet.js';
import { Listener, wholeReport } from './listener.js';

jest.setTimeout(60_000);

const SAMPLE_BYTES = 2;

/** Half a second. */
const SOME_BYTES = 12_000 * SAMPLE_BYTES;

let fleet: Fleet;
const listeners: Listener<ResumingClient>[] = [];

beforeAll(async () => {
  fleet = await Fleet.start({
    gateways: 2,
    workers: 2,
    gatewayEnv: { DRAIN_SECONDS: '2', RESUME_TTL_SECONDS: '5' },
  });
});

afterEach(() => {
  for (const listener of listeners.splice(0)) listener.close();
});

afterAll(() => fleet.stop());

/** Goes to the first gateway, and to whichever is first when it comes back. */
const listen = async (): Promise<Listener<ResumingClient>> => {
  const listener = await Listener.resuming(() => fleet.gateway.speechUrl);
  listeners.push(listener);
  return listener;
};

let spoken = 5_000;

const newSentence = (words = 'is what is said while its gateway goes'): string =>
  `Number ${(spoken += 1)} ${words}.`;

describe('a gateway that is killed in the middle of a sentence', () => {
  it('takes nothing with it: the client goes on at another with the next sample', async () => {
    const texts = [newSentence(), newSentence(), newSentence()];
    const listener = await listen();
    listener.begin(...texts.slice(0, 2));
    await listener.hears(SOME_BYTES);
    await fleet.kill(fleet.gateway);
    listener.finish(...texts.slice(2));
    await listener.hearsAll();
    expect(listener.report()).toEqual(wholeReport(...texts));
    expect(listener.client.returns).toHaveLength(1);
    await fleet.addGateway();
  });

  it('does so time and again, and whatever its client was saying', async () => {
    const texts = Array.from({ length: 3 }, () => newSentence());
    const listener = await listen();
    for (const [at, text] of texts.entries()) {
      const next = fleet.addGateway();
      listener.say(text);
      await listener.hears(at * SOME_BYTES);
      await next;
      await fleet.kill(fleet.gateway);
    }
    await listener.hearsAll();
    expect(listener.report()).toMatchObject({ outcome: 'whole', flaws: [], faults: [] });
  });
});

describe('a connection that breaks', () => {
  it('is made again at the same gateway', async () => {
    const texts = [newSentence(), newSentence()];
    const listener = await listen();
    listener.say(...texts);
    await listener.hears(SOME_BYTES);
    listener.client.cut();
    await listener.hears(3 * SOME_BYTES);
    listener.client.acknowledge();
    listener.client.cut();
    await listener.hearsAll();
    expect(listener.report()).toEqual(wholeReport(...texts));
    expect(listener.client.returns).toHaveLength(2);
  });

  it('leaves nothing behind when its client has said goodbye', async () => {
    const listener = await listen();
    listener.say(newSentence());
    await listener.hearsAll();
    listener.close();
    await fleet.comesToRest();
  });
});

describe('a gateway that is told to stop', () => {
  it('sends its sessions elsewhere at once, with all that they said', async () => {
    const texts = [newSentence(), newSentence('goes on and on'.repeat(40)), newSentence()];
    const listener = await listen();
    listener.begin(...texts.slice(0, 2));
    await listener.hears(SOME_BYTES);
    const stopping = fleet.dismiss(fleet.gateway);
    listener.finish(...texts.slice(2));
    expect(await stopping).toBe(0);
    await fleet.addGateway();
    await listener.hearsAll();
    expect(listener.report()).toEqual(wholeReport(...texts));
  });

  it('fails nobody when everything is restarted, one after the other, under load', async () => {
    const talkers = await Promise.all([0, 1, 2, 3].map(() => listen()));
    const texts = talkers.map(() => Array.from({ length: 12 }, () => newSentence()));
    talkers.forEach((talker, at) => talker.say(...(texts[at] ?? [])));
    const old = [...fleet.gateways, ...fleet.workers];
    for (const process of old) {
      await (fleet.workers.some((worker) => worker === process)
        ? fleet.addWorker()
        : fleet.addGateway());
      expect(await fleet.dismiss(process)).toBe(0);
    }
    for (const [at, talker] of talkers.entries()) {
      await talker.hearsAll();
      expect(talker.report()).toEqual(wholeReport(...(texts[at] ?? [])));
    }
    expect(talkers.every(({ client }) => client.returns.length > 0)).toBe(true);
  });
});
