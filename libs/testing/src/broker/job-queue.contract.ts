import {
  type Appetite,
  gatewayId,
  jobId,
  type Placement,
  type SynthesisJob,
} from '@chorale/speech';

import { eventually } from '../eventually.js';
import { jestGlobals } from '../jest-globals.js';

import type { BrokerFactory } from './broker-harness.js';
import { aSynthesisJob } from './factories.js';
import { describeAppetite } from './appetite.contract.js';
import {
  AHEAD,
  drained,
  eachWithJobQueue,
  jobs,
  NONE,
  RIG_CLASS,
  type RigWorker,
  URGENT,
} from './job-queue-rig.js';

const CLASS = RIG_CLASS;

/** States what every JobQueue and JobIntake must do, as tests. */
export const describeJobQueueContract = (name: string, factory: BrokerFactory): void => {
  const { describe, expect, it } = jestGlobals();
  describe(`${name}: job queue`, () => {
    const rig = eachWithJobQueue(factory);
    describeAppetite(rig);

    const aWorker = (appetite: Appetite, worker?: string): Promise<RigWorker> =>
      rig().aWorker(appetite, worker);

    const enqueueAll = (all: readonly SynthesisJob[], placement: Placement): Promise<void> =>
      rig().enqueueAll(all, placement);

    it('hands a job over as it was queued', async () => {
      const worker = await aWorker({ urgent: 1, lookAhead: 0 });
      const { got } = worker;
      const job = aSynthesisJob({
        text: 'Zwölf Boxkämpfer.',
        sentenceSeed: '18446744073709551615',
      });
      await rig().queue.enqueue(job, URGENT);
      await eventually(() => got.jobs.length === 1);
      expect(got.jobs[0]).toEqual(job);
      expect(got.jobs[0]).not.toBe(job);
      got.finishAll();
      await worker.close();
    });

    it('starts nothing before the worker has an appetite', async () => {
      const idle = await aWorker(NONE);
      await rig().queue.enqueue(aSynthesisJob(), URGENT);
      const hungry = await aWorker({ urgent: 1, lookAhead: 0 }, 'worker-2');
      await eventually(() => hungry.got.jobs.length === 1);
      expect(idle.got.jobs).toEqual([]);
    });

    it('gives each job to one worker only', async () => {
      const first = await aWorker({ urgent: 2, lookAhead: 0 });
      const second = await aWorker({ urgent: 2, lookAhead: 0 }, 'worker-2');
      await enqueueAll(jobs(20), URGENT);
      await eventually(() => {
        first.got.finishAll();
        second.got.finishAll();
        return first.got.jobs.length + second.got.jobs.length >= 20;
      });
      const all = [...first.got.sequence, ...second.got.sequence];
      expect(all.toSorted((a, b) => a - b)).toEqual(jobs(20).map((job) => job.seq));
    });

    it('gives lower ranks first and equal ranks in order of arrival', async () => {
      const ranks = [5, 0, 7, 0, 5, 2 ** 20 - 1];
      for (const [seq, rank] of ranks.entries()) {
        await rig().queue.enqueue(aSynthesisJob({ seq }), { ...URGENT, rank });
      }
      const { got } = await aWorker({ urgent: 1, lookAhead: 0 });
      expect(await drained(got, 6)).toEqual([1, 3, 0, 4, 2, 5]);
    });

    it('refuses a rank that would leave its band', async () => {
      await expect(
        rig().queue.enqueue(aSynthesisJob(), { ...URGENT, rank: 2 ** 20 }),
      ).rejects.toThrow(RangeError);
    });

    it('pulls urgent jobs while look-ahead ones fill the worker', async () => {
      const { got } = await aWorker({ urgent: 1, lookAhead: 1 });
      await enqueueAll([aSynthesisJob({ seq: 1 }), aSynthesisJob({ seq: 2 })], AHEAD);
      await eventually(() => got.jobs.length === 1);
      await rig().queue.enqueue(aSynthesisJob({ seq: 3 }), URGENT);
      await eventually(() => got.jobs.length === 2);
      expect(got.sequence).toEqual([1, 3]);
    });

    it('keeps the bands apart in the other direction too', async () => {
      const { got } = await aWorker({ urgent: 0, lookAhead: 1 });
      await rig().queue.enqueue(aSynthesisJob({ seq: 1 }), URGENT);
      await rig().queue.enqueue(aSynthesisJob({ seq: 2 }), AHEAD);
      await eventually(() => got.jobs.length === 1);
      expect(got.sequence).toEqual([2]);
    });

    it('promotes a waiting job to the urgent band', async () => {
      await enqueueAll(jobs(3), AHEAD);
      await rig().queue.promote(jobId(aSynthesisJob({ seq: 1 })), CLASS, 0);
      const { got } = await aWorker({ urgent: 3, lookAhead: 0 });
      await eventually(() => got.jobs.length === 1);
      expect(got.jobs[0]).toEqual(aSynthesisJob({ seq: 1 }));
    });

    it('places a promoted job by its new rank', async () => {
      await rig().queue.enqueue(aSynthesisJob({ seq: 0 }), { ...URGENT, rank: 5 });
      await rig().queue.enqueue(aSynthesisJob({ seq: 1 }), { ...AHEAD, rank: 9 });
      await rig().queue.promote(jobId(aSynthesisJob({ seq: 1 })), CLASS, 4);
      const { got } = await aWorker({ urgent: 1, lookAhead: 0 });
      expect(await drained(got, 2)).toEqual([1, 0]);
    });

    it('promotes neither running nor unknown jobs', async () => {
      const { got } = await aWorker({ urgent: 5, lookAhead: 1 });
      await rig().queue.enqueue(aSynthesisJob({ seq: 0 }), AHEAD);
      await eventually(() => got.jobs.length === 1);
      await rig().queue.promote(jobId(aSynthesisJob({ seq: 0 })), CLASS, 0);
      await rig().queue.promote(jobId(aSynthesisJob({ seq: 99 })), CLASS, 0);
      await rig().queue.enqueue(aSynthesisJob({ seq: 1 }), { ...URGENT, rank: 3 });
      await eventually(() => got.jobs.length === 2);
      expect(got.sequence).toEqual([0, 1]);
    });

    it('runs every job once while promotions race with the pulling', async () => {
      const { got } = await aWorker({ urgent: 4, lookAhead: 4 });
      const all = jobs(40);
      const queued = all.map(async (job) => {
        await rig().queue.enqueue(job, AHEAD);
        await rig().queue.promote(jobId(job), CLASS, 0);
      });
      const sequence = await drained(got, 40);
      await Promise.all(queued);
      expect(sequence.toSorted((a, b) => a - b)).toEqual(all.map((job) => job.seq));
    });

    it('takes waiting jobs back and names those it took', async () => {
      await enqueueAll(jobs(2), URGENT);
      await rig().queue.enqueue(aSynthesisJob({ seq: 2 }), AHEAD);
      const ids = [2, 0, 99].map((seq) => jobId(aSynthesisJob({ seq })));
      expect(await rig().queue.remove(ids, CLASS)).toEqual(ids.slice(0, 2));
      const { got } = await aWorker({ urgent: 3, lookAhead: 3 });
      await eventually(() => got.jobs.length === 1);
      expect(got.sequence).toEqual([1]);
    });

    it('takes a job back whose queueing is still under way', async () => {
      const job = aSynthesisJob();
      const queued = rig().queue.enqueue(job, URGENT);
      expect(await rig().queue.remove([jobId(job)], CLASS)).toEqual([jobId(job)]);
      await queued;
      expect(await rig().queue.state(jobId(job), CLASS)).toBe('unknown');
    });

    it('cannot take a running job back', async () => {
      const { got } = await aWorker({ urgent: 1, lookAhead: 0 });
      await rig().queue.enqueue(aSynthesisJob(), URGENT);
      await eventually(() => got.jobs.length === 1);
      expect(await rig().queue.remove([jobId(aSynthesisJob())], CLASS)).toEqual([]);
      expect(await rig().queue.state(jobId(aSynthesisJob()), CLASS)).toBe('active');
    });

    it('knows a job as waiting, active and then no more', async () => {
      const id = jobId(aSynthesisJob());
      await rig().queue.enqueue(aSynthesisJob(), AHEAD);
      expect(await rig().queue.state(id, CLASS)).toBe('waiting');
      const { got } = await aWorker({ urgent: 0, lookAhead: 1 });
      await eventually(() => got.jobs.length === 1);
      expect(await rig().queue.state(id, CLASS)).toBe('active');
      got.finish(id);
      await eventually(async () => (await rig().queue.state(id, CLASS)) === 'unknown');
    });

    it('drops a failed job and keeps its failure without its text', async () => {
      const { got } = await aWorker({ urgent: 1, lookAhead: 0 });
      const id = jobId(aSynthesisJob());
      await rig().queue.enqueue(aSynthesisJob({ text: 'My secret.' }), URGENT);
      await eventually(() => got.jobs.length === 1);
      got.finish(id, Object.assign(new Error('on: My secret.'), { code: 'model_failed' }));
      await eventually(async () => (await rig().harness.broker.recentFailures()).length === 1);
      const [failure] = await rig().harness.broker.recentFailures();
      expect(failure).toMatchObject({ id, voiceClass: CLASS, error: 'model_failed' });
      expect(JSON.stringify(failure)).not.toContain('secret');
      await eventually(async () => (await rig().queue.state(id, CLASS)) === 'unknown');
    });

    it('goes on after a handler that failed', async () => {
      const { got } = await aWorker({ urgent: 1, lookAhead: 0 });
      await enqueueAll(jobs(2), URGENT);
      await eventually(() => got.jobs.length === 1);
      got.finish(jobId(aSynthesisJob({ seq: 0 })), new Error('no'));
      await eventually(() => got.jobs.length === 2);
    });

    it('aborts the signal of a running job, with the reason', async () => {
      const worker = await aWorker({ urgent: 1, lookAhead: 1 });
      const id = jobId(aSynthesisJob());
      await rig().queue.enqueue(aSynthesisJob(), AHEAD);
      await eventually(() => worker.got.jobs.length === 1);
      const signal = worker.got.signalOf(id);
      expect(signal?.aborted).toBe(false);
      expect(worker.cancel(id, 'nobody listens')).toBe(true);
      expect(signal?.aborted).toBe(true);
      expect(signal?.reason).toBe('nobody listens');
      worker.got.finish(id, new Error('aborted'));
      await eventually(async () => (await rig().queue.state(id, CLASS)) === 'unknown');
      expect(await rig().harness.broker.recentFailures()).toEqual([]);
    });

    it('cancels nothing that it does not run', async () => {
      const worker = await aWorker({ urgent: 1, lookAhead: 0 });
      expect(worker.cancel('gateway-1-9-9-a1-s0', 'why not')).toBe(false);
    });

    it('keeps a bad payload from the handler and goes on', async () => {
      const { got } = await aWorker({ urgent: 1, lookAhead: 0 });
      await rig().queue.enqueue(aSynthesisJob({ seq: 0, text: '' }), URGENT);
      await rig().queue.enqueue(aSynthesisJob({ seq: 1, attempt: 70_000 }), URGENT);
      await rig().queue.enqueue(aSynthesisJob({ seq: 2 }), URGENT);
      await eventually(() => got.jobs.length === 1);
      expect(got.sequence).toEqual([2]);
      expect(rig().harness.observer.invalidJobs).toEqual([{ route: 1, seq: 0, attempt: 1 }, null]);
      const gateway = gatewayId('gateway-1');
      expect(got.refused).toEqual([{ gateway, route: 1, seq: 0, attempt: 1 }]);
    });

    it('closes when the running handlers have settled, and leaves the rest in the queue', async () => {
      const worker = await aWorker({ urgent: 1, lookAhead: 0 });
      await enqueueAll(jobs(2), URGENT);
      await eventually(() => worker.got.jobs.length === 1);
      let closed = false;
      const closing = worker.close().then(() => (closed = true));
      expect(await rig().queue.state(jobId(aSynthesisJob({ seq: 0 })), CLASS)).toBe('active');
      expect(closed).toBe(false);
      worker.got.finishAll();
      await closing;
      expect(worker.got.sequence).toEqual([0]);
      expect(await rig().queue.state(jobId(aSynthesisJob({ seq: 1 })), CLASS)).toBe('waiting');
      const other = await aWorker({ urgent: 1, lookAhead: 0 }, 'worker-2');
      await eventually(() => other.got.jobs.length === 1);
    });

    it('closes an idle worker', async () => {
      const worker = await aWorker({ urgent: 1, lookAhead: 1 });
      await expect(worker.close()).resolves.toBeUndefined();
    });

    it('never gives the job of a dead worker to another', async () => {
      await enqueueAll(jobs(2), URGENT);
      const lost = await rig().harness.takeAndDie(CLASS, 'urgent');
      const { got } = await aWorker({ urgent: 4, lookAhead: 4 });
      await eventually(() => got.jobs.length === 1);
      await rig().harness.elapse(60_000);
      await rig().queue.enqueue(aSynthesisJob({ seq: 2 }), URGENT);
      await eventually(() => got.jobs.length === 2);
      expect(lost).toBe(jobId(aSynthesisJob({ seq: 0 })));
      expect(got.sequence).toEqual([1, 2]);
    });

    it('takes nothing after it was closed', async () => {
      await rig().queue.close();
      await expect(rig().queue.enqueue(aSynthesisJob(), URGENT)).rejects.toMatchObject({
        name: 'BrokerUnavailable',
        reason: 'closed',
      });
    });
  });
};
