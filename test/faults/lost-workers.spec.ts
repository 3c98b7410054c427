import { setTimeout as pause } from 'node:timers/promises';

import { eventually } from '@chorale/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { Fleet } from './fleet.js';
import { type Listener, PATIENCE, wholeReport } from './listener.js';

jest.setTimeout(60_000);

let fleet: Fleet;
const listeners: Listener[] = [];

beforeAll(async () => {
  fleet = await Fleet.start({ workers: 3 });
});

afterEach(() => listeners.splice(0).forEach((listener) => listener.close()));

afterAll(() => fleet.stop());

let spoken = 1_000;

/** A sentence of 5 s that was never said before. */
const newSentence = (): string =>
  `Sentence ${(spoken += 1)} goes on and on for as long as it takes to kill the one who is speaking it, and so on.`;

const listen = async (...sentences: readonly string[]): Promise<Listener> => {
  const listener = await fleet.listen();
  listeners.push(listener);
  return listener.say(...sentences);
};

const jobsStarted = async (): Promise<number> => {
  const counts = await Promise.all(
    fleet.workers.map((worker) => worker.metric('chorale_jobs_started_total')),
  );
  return counts.reduce((sum, count) => sum + count, 0);
};

describe('a worker that is killed', () => {
  it.each([1, 3, 15])('at unit %i of a sentence is not heard of', async (unit) => {
    const text = newSentence();
    const listener = await listen(text);
    await fleet.kill(await fleet.speakerOf(text, unit));
    const successor = fleet.addWorker();
    await listener.hearsAll();
    expect(listener.report()).toEqual(wholeReport(text));
    await successor;
  });

  it('amid many sentences of many listeners is not heard of', async () => {
    const texts = [0, 1, 2, 3].map(() => [newSentence(), newSentence(), newSentence()]);
    const all = await Promise.all(texts.map((sentences) => listen(...sentences)));
    await fleet.kill(await fleet.speakerOf(texts[3]?.[0] ?? '', 3));
    await Promise.all(all.map((listener) => listener.hearsAll()));
    expect(all.map((listener) => listener.report())).toEqual(
      texts.map((sentences) => wholeReport(...sentences)),
    );
  });
});

describe('a worker that is stopped for a while', () => {
  it('and wakes when another has spoken its sentence is heard no more', async () => {
    const texts = [newSentence(), newSentence()];
    const listener = await listen(...texts);
    const worker = await fleet.speakerOf(texts[0] ?? '', 5);
    worker.signal('SIGSTOP');
    await listener.hearsAll();
    worker.signal('SIGCONT');
    const last = newSentence();
    await listener.say(last).hearsAll();
    expect(listener.report()).toEqual(wholeReport(...texts, last));
  });

  it('and wakes while another speaks its sentence is heard no more', async () => {
    const text = newSentence();
    const listener = await listen(text);
    const worker = await fleet.speakerOf(text, 5);
    worker.signal('SIGSTOP');
    const others = fleet.workers.filter((each) => each !== worker);
    await eventually(() => others.some((each) => each.unitTimesOf(text).length > 0), PATIENCE);
    worker.signal('SIGCONT');
    await listener.hearsAll();
    expect(listener.report()).toEqual(wholeReport(text));
  });

  it('with all others goes on where they stopped', async () => {
    const text = newSentence();
    const listener = await listen(text);
    await fleet.speakerOf(text, 5);
    fleet.workers.forEach((each) => each.signal('SIGSTOP'));
    await pause(1_500);
    fleet.workers.forEach((each) => each.signal('SIGCONT'));
    await listener.hearsAll();
    expect(listener.report()).toEqual(wholeReport(text));
  });
});

describe('a gateway that is stopped for a while', () => {
  it('takes nobody for lost, and says everything once', async () => {
    const text = newSentence();
    const listener = await listen(text);
    await fleet.speakerOf(text, 5);
    const startedBefore = await jobsStarted();
    fleet.gateway.signal('SIGSTOP');
    await pause(2_000);
    fleet.gateway.signal('SIGCONT');
    await listener.hearsAll();
    expect(listener.report()).toEqual(wholeReport(text));
    expect(await jobsStarted()).toBe(startedBefore);
  });
});

it('leaves nothing behind', () => fleet.comesToRest());
