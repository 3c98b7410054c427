import type { WorkerPorts } from '@chorale/broker';
import { type Appetite, gatewayId, type JobQueue, workerId } from '@chorale/speech';

import { jestGlobals } from '../jest-globals.js';

import type { BrokerFactory, BrokerHarness } from './broker-harness.js';
import { FakeJobHandler } from './fake-job-handler.js';

/** The class that the workers of a rig pull. */
export const RIG_CLASS = 'default';

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
