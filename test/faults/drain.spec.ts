import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, SpeechClient } from '@chorale/testing';

import { Fleet } from './fleet.js';
import { Listener, SECONDS_PER_CHARACTER, wholeReport } from './listener.js';
import { Load } from './load.js';

jest.setTimeout(60_000);

/** Seconds that a worker gets to finish; a gateway gets twice as long. */
const DRAIN_SECONDS = 1;

let fleet: Fleet;

beforeAll(async () => {
  fleet = await Fleet.start({
    workers: 2,
    gatewayEnv: { DRAIN_SECONDS: String(2 * DRAIN_SECONDS) },
    workerEnv: { DRAIN_SECONDS: String(DRAIN_SECONDS) },
  });
});

afterAll(() => fleet.stop());

let spoken = 1_000;

const newSentence = (words = 'is what is left to say when it is time to leave'): string =>
  `Number ${(spoken += 1)} ${words}.`;

/** Takes longer than a worker has to drain. */
const longSentence = (): string => newSentence('goes on and on'.repeat(60));

describe('a worker that is told to stop', () => {
  it('finishes what it has, takes nothing new, and ends well', async () => {
    const texts = [newSentence(), newSentence(), newSentence(), newSentence()];
    const listener = await fleet.listen();
    listener.say(...texts);
    const worker = await fleet.speakerOf(texts[0] ?? '', 2);
    const stopping = fleet.dismiss(worker);
    const successor = fleet.addWorker();
    await listener.hearsAll();
    expect(await stopping).toBe(0);
    const later = newSentence();
    await listener.say(later).hearsAll();
    expect(listener.report()).toEqual(wholeReport(...texts, later));
    expect(worker.unitTimesOf(later)).toEqual([]);
    listener.close();
    await successor;
  });

  it('hands back what it cannot finish in time, again and again, and another finishes it', async () => {
    const text = longSentence();
    const listener = await fleet.listen();
    listener.say(text);
    for (const successors of [1, 1, 2]) {
      const stopping = [...fleet.workers].map((worker) => fleet.dismiss(worker));
      const starting = Array.from({ length: successors }, () => fleet.addWorker());
      expect(await Promise.all(stopping)).toEqual(stopping.map(() => 0));
      await Promise.all(starting);
    }
    await listener.hearsAll();
    expect(listener.report()).toEqual(wholeReport(text));
    listener.close();
  });
});

describe('a gateway that is told to stop', () => {
  it('is not ready, takes nobody in, says what it owes, and says goodbye', async () => {
    const gateway = await fleet.addGateway();
    const [owed, idle] = await Promise.all([0, 1].map(() => Listener.connect(gateway.speechUrl)));
    const texts = [newSentence(), newSentence(), newSentence()];
    owed?.say(...texts);
    await owed?.hears();
    const stopping = fleet.dismiss(gateway);
    expect(await idle?.client.closed()).toMatchObject({ code: 1001 });
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(503);
    const refused = await SpeechClient.connect(gateway.speechUrl);
    expect(await refused.message()).toMatchObject({ type: 'error' });
    expect(await refused.closed()).toMatchObject({ code: 1001 });
    await owed?.hearsAll();
    expect(owed?.report()).toEqual(wholeReport(...texts));
    expect(await owed?.client.toEnd().then((all) => all.at(-1))).toMatchObject({ code: 1001 });
    expect(await stopping).toBe(0);
  });

  it('lets an utterance be finished that is still being fed', async () => {
    const gateway = await fleet.addGateway();
    const listener = await Listener.connect(gateway.speechUrl);
    const texts = [newSentence(), newSentence()];
    listener.begin(...texts.slice(0, 1));
    await listener.hears();
    const stopping = fleet.dismiss(gateway);
    listener.finish(...texts.slice(1));
    await listener.hearsAll();
    expect(listener.report()).toEqual(wholeReport(...texts));
    expect(await stopping).toBe(0);
  });

  it('answers the requests that it has, and refuses others', async () => {
    const gateway = await fleet.addGateway();
    const [text, late] = [newSentence(), newSentence()];
    const ask = (input: string): Promise<Response> =>
      fetch(`${gateway.url}/v1/audio/speech`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ input, response_format: 'pcm' }),
      });
    const answer = ask(text);
    await fleet.speakerOf(text);
    const stopping = fleet.dismiss(gateway);
    await eventually(async () => (await fetch(`${gateway.url}/health/ready`)).status === 503);
    expect((await ask(late)).status).toBe(503);
    const response = await answer;
    expect(response.status).toBe(200);
    const seconds = (await response.arrayBuffer()).byteLength / 48_000;
    expect(seconds).toBeCloseTo(text.length * SECONDS_PER_CHARACTER, 1);
    expect(await stopping).toBe(0);
  });

  it('cuts off those who have not heard all in time, and nothing goes on for them', async () => {
    const gateway = await fleet.addGateway();
    const listener = await Listener.connect(gateway.speechUrl);
    listener.say(longSentence(), longSentence(), longSentence());
    await listener.hears();
    expect(await fleet.dismiss(gateway)).toBe(0);
    expect(listener.report({ mayEndWith: [1001] })).toMatchObject({
      ...{ outcome: 'cut', flaws: [], faults: [] },
    });
    await fleet.comesToRest();
  });
});

describe('everything, one after the other, under load', () => {
  it('restarts without failing a session', async () => {
    const load = new Load(fleet, 4);
    const old = [...fleet.gateways, ...fleet.workers];
    await Promise.all([
      ...fleet.gateways.map(() => fleet.addGateway()),
      ...fleet.workers.map(() => fleet.addWorker()),
    ]);
    for (const process of old) expect(await fleet.dismiss(process)).toBe(0);
    const reports = await load.stop();
    expect(reports.length).toBeGreaterThan(10);
    expect(reports.filter(({ flaws, faults }) => flaws.length + faults.length > 0)).toEqual([]);
    expect(reports.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  });
});
