import {
  classOfMake,
  gatewayId,
  jobId,
  type JobQueue,
  type Placement,
  workerId,
} from '@chorale/speech';

import { eventually } from '../eventually.js';
import { jestGlobals } from '../jest-globals.js';

import type { BrokerFactory, BrokerHarness } from './broker-harness.js';
import { aSynthesisJob } from './factories.js';
import { FakeJobHandler } from './fake-job-handler.js';

const CLASS = 'default';
const MAKE = 'f00d'.repeat(16);
const KEPT: Placement = { voiceClass: classOfMake(CLASS, MAKE), band: 'urgent', rank: 0 };
const FOR_ALL: Placement = { voiceClass: CLASS, band: 'urgent', rank: 0 };

/** States what becomes of jobs that are kept for workers of one make, as tests. */
export const describeKeptJobsContract = (name: string, factory: BrokerFactory): void => {
  const { afterEach, beforeEach, describe, expect, it } = jestGlobals();
  describe(`${name}: jobs that are kept for one make`, () => {
    let harness: BrokerHarness;
    let queue: JobQueue;
    let handlers: FakeJobHandler[];

    beforeEach(async () => {
      harness = await factory();
      handlers = [];
      queue = harness.broker.gatewayPorts(gatewayId('gateway-1')).jobQueue;
    });

    afterEach(async () => {
      handlers.forEach((handler) => handler.letGo());
      await harness.close();
    });

    const aWorker = async (worker: string, fingerprint?: string): Promise<FakeJobHandler> => {
      const ports = harness.broker.workerPorts(workerId(worker), CLASS, fingerprint);
      const got = new FakeJobHandler();
      handlers.push(got);
      await ports.jobIntake.start(got.handle, got.refuse);
      ports.jobIntake.setAppetite({ urgent: 1, lookAhead: 1 });
      return got;
    };

    it('go to a worker of that make and to no other', async () => {
      const unlike = await aWorker('worker-1', 'beef'.repeat(16));
      const unnamed = await aWorker('worker-2');
      await queue.enqueue(aSynthesisJob({ seq: 1 }), KEPT);
      const like = await aWorker('worker-3', MAKE);
      await eventually(() => like.sequence.length === 1);
      expect([like.sequence, unlike.sequence, unnamed.sequence]).toEqual([[1], [], []]);
    });

    it('do not keep a worker of that make from what is for all', async () => {
      const like = await aWorker('worker-1', MAKE);
      await queue.enqueue(aSynthesisJob({ seq: 1 }), KEPT);
      await queue.enqueue(aSynthesisJob({ seq: 2 }), FOR_ALL);
      await eventually(() => like.sequence.length === 2);
      expect(like.sequence.toSorted()).toEqual([1, 2]);
    });

    it('can be taken back while they wait, and be offered to all', async () => {
      const unlike = await aWorker('worker-1', 'beef'.repeat(16));
      const job = aSynthesisJob();
      await queue.enqueue(job, KEPT);
      expect(await queue.remove([jobId(job)], KEPT.voiceClass)).toEqual([jobId(job)]);
      await queue.enqueue(job, FOR_ALL);
      await eventually(() => unlike.sequence.length === 1);
    });
  });
};
