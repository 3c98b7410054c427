import type { WorkerPorts } from '@chorale/broker';
import {
  type Appetite,
  gatewayId,
  type JobQueue,
  type Placement,
  type SynthesisJob,
  workerId,
} from '@chorale/speech';

import { eventually } from '../eventually.js';
import { jestGlobals } from '../jest-globals.js';

import type { BrokerFactory, BrokerHarness } from './broker-harness.js';
import { aSynthesisJob } from './factories.js';
import { FakeJobHandler } from './fake-job-handler.js';

/** The class that the workers of a rig pull. */
export const RIG_CLASS = 'default';

/** At the front of either band. */
export const URGENT: Placement = { voiceClass: RIG_CLASS, band: 'urgent', rank: 0 };
export const AHEAD: Placement = { voiceClass: RIG_CLASS, band: 'lookAhead', rank: 0 };

/** Of a worker that wants nothing. */
export const NONE: Appetite = { urgent: 0, lookAhead: 0 };

/** The first sentences of one utterance. */
export const jobs = (count: number): readonly SynthesisJob[] =>
  Array.from({ length: count }, (_, seq) => aSynthesisJob({ seq }));

/** Finishes jobs as they come until `count` came; resolves to their numbers in order. */
export const drained = async (got: FakeJobHandler, count: number): Promise<readonly number[]> => {
  await eventually(() => {
    got.finishAll();
    return got.jobs.length >= count;
  });
  return got.sequence;
};

/** A worker's intake, and what came through it. */
export type RigWorker = WorkerPorts['jobIntake'] & { readonly got: FakeJobHandler };

/** A queue, and workers that pull it: made anew for each test. */
export class JobQueueRig {
  readonly #handlers: FakeJobHandler[] = [];

  constructor(readonly harness: BrokerHarness) {
    this.queue = harness.broker.gatewayPorts(gatewayId('gateway-1')).jobQueue;
  }

  readonly queue: JobQueue;

  /** Starts a worker; one with a fingerprint also pulls what is kept for its make. */
  async aWorker(appetite: Appetite, worker = 'worker-1', fingerprint?: string): Promise<RigWorker> {
    const ports = this.harness.broker.workerPorts(workerId(worker), RIG_CLASS, fingerprint);
    const got = new FakeJobHandler();
    this.#handlers.push(got);
    await ports.jobIntake.start(got.handle, got.refuse);
    ports.jobIntake.setAppetite(appetite);
    return Object.assign(ports.jobIntake, { got });
  }

  async enqueueAll(all: readonly SynthesisJob[], placement: Placement): Promise<void> {
    for (const job of all) await this.queue.enqueue(job, placement);
  }

  async close(): Promise<void> {
    this.#handlers.forEach((handler) => handler.letGo());
    await this.harness.close();
  }
}

/** Makes a rig before each test of the suite around it, and closes it behind; gives the present one. */
export const eachWithJobQueue = (factory: BrokerFactory): (() => JobQueueRig) => {
  const { afterEach, beforeEach } = jestGlobals();
  let rig: JobQueueRig | null = null;
  beforeEach(async () => {
    rig = new JobQueueRig(await factory());
  });
  afterEach(() => rig?.close());
  return () => {
    if (rig === null) throw new Error('there is a rig inside of tests only');
    return rig;
  };
};
