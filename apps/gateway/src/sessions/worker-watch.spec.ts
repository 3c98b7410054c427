import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ContextEvent, WorkerId } from '@chorale/speech';
import { workerId } from '@chorale/speech';
import { FakeClock } from '@chorale/testing';

import { WorkerWatch } from './worker-watch.js';

const ANNA = workerId('anna');
const BERT = workerId('bert');
const SILENCE_MS = 800;

describe(WorkerWatch.name, () => {
  let clock: FakeClock;
  let told: [number, ContextEvent][];
  let watch: WorkerWatch;

  beforeEach(() => {
    clock = new FakeClock();
    told = [];
    watch = new WorkerWatch(clock, SILENCE_MS, (route, event) => told.push([route, event]));
  });

  const begin = (worker: WorkerId, route = 7, attempt = 1, seq = 0) =>
    watch.begin(worker, { route, seq, attempt });

  const end = (route = 7, attempt = 1, seq = 0) => watch.end({ route, seq, attempt });

  const silence = async (ms: number) => {
    await clock.advance(ms);
    watch.judgeSilence();
  };

  const lost = (worker: WorkerId): ContextEvent => ({ kind: 'workerLost', worker });

  const judged = (worker: WorkerId, died: boolean): ContextEvent => ({
    ...{ kind: 'workerJudged', worker, died },
  });

  it('tells every route that a silent worker works for, once', async () => {
    begin(ANNA, 7);
    begin(ANNA, 7, 1, 1);
    begin(ANNA, 8);
    begin(BERT, 9);
    await clock.advance(500);
    watch.hear(BERT);
    await silence(301);
    await silence(100);
    expect(told).toEqual([
      [7, lost(ANNA)],
      [8, lost(ANNA)],
    ]);
  });

  it('takes what is said about its sentence for a sign of life', async () => {
    begin(ANNA);
    await clock.advance(700);
    watch.hearOf({ route: 7, seq: 0, attempt: 1 });
    await silence(700);
    expect(told).toEqual([]);
  });

  it('does not take the word of a stale attempt for that of the current one', async () => {
    begin(ANNA, 7, 1);
    begin(BERT, 7, 2);
    await clock.advance(700);
    watch.hearOf({ route: 7, seq: 0, attempt: 1 });
    await silence(200);
    expect(told).toEqual([[7, lost(BERT)]]);
  });

  it.each([
    ['its work is over', () => end()],
    ['its work was taken from it', () => end(7, 3)],
    ['the route is gone', () => watch.release(7)],
    ['the stream was lost', () => watch.reset()],
    [
      'another has its work',
      () => {
        begin(BERT, 7, 2);
        end(7, 2);
      },
    ],
  ] as const)('lets a worker be silent when %s', async (_, settle) => {
    begin(ANNA);
    settle();
    await silence(5_000);
    expect(told).toEqual([]);
  });

  it('still watches over an attempt when an earlier one is over', async () => {
    begin(ANNA, 7, 2);
    end(7, 1);
    await silence(801);
    expect(told).toEqual([[7, lost(ANNA)]]);
  });

  it('starts all clocks anew when it is told to forgive', async () => {
    begin(ANNA);
    await clock.advance(700);
    watch.forgive();
    await silence(700);
    expect(told).toEqual([]);
  });

  describe('of a lost worker', () => {
    beforeEach(async () => {
      begin(ANNA);
      await silence(801);
      told = [];
    });

    it('says that it died once it has left the registry', async () => {
      watch.judgeLost(new Set([ANNA, BERT]));
      await clock.advance(4_000);
      watch.judgeLost(new Set([ANNA]));
      expect(told).toEqual([]);
      watch.judgeLost(new Set([BERT]));
      watch.judgeLost(new Set([BERT]));
      expect(told).toEqual([[7, judged(ANNA, true)]]);
    });

    it('says that it lives when its record outlives a dead one', async () => {
      await clock.advance(5_001);
      watch.judgeLost(new Set([ANNA]));
      expect(told).toEqual([[7, judged(ANNA, false)]]);
    });

    it('says that it lives when it is heard again', () => {
      watch.hear(ANNA);
      expect(told).toEqual([[7, judged(ANNA, false)]]);
    });

    it('does not blame it for a stream that was lost', () => {
      watch.reset();
      expect(told).toEqual([[7, judged(ANNA, false)]]);
    });

    it('says nothing to a route that is gone', () => {
      watch.release(7);
      watch.hear(ANNA);
      expect(told).toEqual([]);
    });

    it('gives it twice the time once it was heard again, and at most eight times', async () => {
      for (const patience of [1_600, 3_200, 6_400, 6_400]) {
        begin(ANNA, 8);
        told = [];
        await silence(patience);
        expect(told).toEqual([]);
        await silence(1);
        expect(told).toEqual([[8, lost(ANNA)]]);
      }
    });

    it('gives its successor of the same name the usual time', async () => {
      watch.hear(ANNA);
      watch.judgeLost(new Set());
      begin(ANNA, 8);
      told = [];
      await silence(801);
      expect(told).toEqual([[8, lost(ANNA)]]);
    });
  });

  it('judges one that works by its silence, even if the registry has lost it', async () => {
    begin(ANNA);
    watch.judgeLost(new Set());
    expect(told).toEqual([]);
    await silence(801);
    watch.judgeLost(new Set());
    expect(told.map(([, event]) => event)).toEqual([lost(ANNA), judged(ANNA, true)]);
  });
});
