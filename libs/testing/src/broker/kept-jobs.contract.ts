import { classOfMake, jobId, type Placement } from '@chorale/speech';

import { eventually } from '../eventually.js';
import { jestGlobals } from '../jest-globals.js';

import type { BrokerFactory } from './broker-harness.js';
import { aSynthesisJob } from './factories.js';
import type { FakeJobHandler } from './fake-job-handler.js';
import { eachWithJobQueue, RIG_CLASS } from './job-queue-rig.js';

const MAKE = 'f00d'.repeat(16);
const KEPT: Placement = { voiceClass: classOfMake(RIG_CLASS, MAKE), band: 'urgent', rank: 0 };
const FOR_ALL: Placement = { voiceClass: RIG_CLASS, band: 'urgent', rank: 0 };

/** States what becomes of jobs that are kept for workers of one make, as tests. */
export const describeKeptJobsContract = (name: string, factory: BrokerFactory): void => {
  const { describe, expect, it } = jestGlobals();
  describe(`${name}: jobs that are kept for one make`, () => {
    const rig = eachWithJobQueue(factory);
    const aWorker = async (worker: string, fingerprint?: string): Promise<FakeJobHandler> => {
      const { got } = await rig().aWorker({ urgent: 1, lookAhead: 1 }, worker, fingerprint);
      return got;
    };

    it('go to a worker of that make and to no other', async () => {
      const unlike = await aWorker('worker-1', 'beef'.repeat(16));
      const unnamed = await aWorker('worker-2');
      await rig().queue.enqueue(aSynthesisJob({ seq: 1 }), KEPT);
      const like = await aWorker('worker-3', MAKE);
      await eventually(() => like.sequence.length === 1);
      expect([like.sequence, unlike.sequence, unnamed.sequence]).toEqual([[1], [], []]);
    });

    it('do not keep a worker of that make from what is for all', async () => {
      const like = await aWorker('worker-1', MAKE);
      await rig().queue.enqueue(aSynthesisJob({ seq: 1 }), KEPT);
      await rig().queue.enqueue(aSynthesisJob({ seq: 2 }), FOR_ALL);
      await eventually(() => like.sequence.length === 2);
      expect(like.sequence.toSorted()).toEqual([1, 2]);
    });

    it('can be taken back while they wait, and be offered to all', async () => {
      const unlike = await aWorker('worker-1', 'beef'.repeat(16));
      const job = aSynthesisJob();
      await rig().queue.enqueue(job, KEPT);
      expect(await rig().queue.remove([jobId(job)], KEPT.voiceClass)).toEqual([jobId(job)]);
      await rig().queue.enqueue(job, FOR_ALL);
      await eventually(() => unlike.sequence.length === 1);
    });
  });
};
