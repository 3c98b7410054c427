import type { Appetite, Placement, SynthesisJob } from '@chorale/speech';
import { jobId } from '@chorale/speech';

import { eventually } from '../eventually.js';
import { jestGlobals } from '../jest-globals.js';

import { aSynthesisJob } from './factories.js';
import {
  AHEAD,
  drained,
  type JobQueueRig,
  jobs,
  NONE,
  type RigWorker,
  URGENT,
} from './job-queue-rig.js';

/** The part of the job queue's contract that is about how much a worker holds. */
export const describeAppetite = (rig: () => JobQueueRig): void => {
  const { describe, expect, it } = jestGlobals();
  describe('a worker with an appetite', () => {
    const aWorker = (appetite: Appetite, worker?: string): Promise<RigWorker> =>
      rig().aWorker(appetite, worker);
    const enqueueAll = (all: readonly SynthesisJob[], placement: Placement): Promise<void> =>
      rig().enqueueAll(all, placement);

    it('never holds more than the appetite', async () => {
      const { got } = await aWorker({ urgent: 2, lookAhead: 0 });
      await enqueueAll(jobs(12), URGENT);
      await drained(got, 12);
      expect(got.mostHeld).toBe(2);
    });

    it('pulls more at once when the appetite grows', async () => {
      const worker = await aWorker({ urgent: 1, lookAhead: 0 });
      await enqueueAll(jobs(3), URGENT);
      await eventually(() => worker.got.jobs.length === 1);
      worker.setAppetite({ urgent: 3, lookAhead: 0 });
      await eventually(() => worker.got.jobs.length === 3);
    });

    it('leaves running jobs alone when the appetite shrinks', async () => {
      const worker = await aWorker({ urgent: 2, lookAhead: 0 });
      await enqueueAll(jobs(4), URGENT);
      await eventually(() => worker.got.heldIds.length === 2);
      worker.setAppetite({ urgent: 1, lookAhead: 0 });
      expect(worker.got.heldIds.map((id) => worker.got.signalOf(id)?.aborted)).toEqual([
        false,
        false,
      ]);
      worker.got.finish(jobId(aSynthesisJob({ seq: 0 })));
      worker.got.finish(jobId(aSynthesisJob({ seq: 1 })));
      await drained(worker.got, 4);
      expect(worker.got.mostHeld).toBe(2);
    });

    it('leaves a job to others when the appetite fell while it waited for work', async () => {
      const sated = await aWorker({ urgent: 1, lookAhead: 1 });
      await rig().queue.enqueue(aSynthesisJob({ seq: 0 }), AHEAD);
      await eventually(() => sated.got.jobs.length === 1); // it pulls by now
      sated.setAppetite({ urgent: 0, lookAhead: 1 });
      const hungry = await aWorker({ urgent: 1, lookAhead: 1 }, 'worker-2');
      await rig().queue.enqueue(aSynthesisJob({ seq: 1 }), AHEAD);
      await eventually(() => hungry.got.jobs.length === 1); // and now this one does
      await rig().queue.enqueue(aSynthesisJob({ seq: 2 }), URGENT);
      await eventually(() => hungry.got.jobs.length === 2);
      expect(hungry.got.sequence).toEqual([1, 2]);
      expect(sated.got.sequence).toEqual([0]);
    });

    it('follows an appetite that changes all the time', async () => {
      const worker = await aWorker(NONE);
      await enqueueAll(jobs(30), URGENT);
      let turn = 0;
      await eventually(
        () => {
          worker.setAppetite({ urgent: turn++ % 3, lookAhead: 0 });
          worker.got.heldIds.slice(0, 1).forEach((id) => worker.got.finish(id));
          return worker.got.jobs.length === 30;
        },
        { timeoutMs: 5_000, everyMs: 2 },
      );
      expect(worker.got.mostHeld).toBeLessThanOrEqual(2);
    });
  });
};
