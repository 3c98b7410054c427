import { type Clock, gatewayId, jobId, workerId } from '@chorale/speech';
import {
  aSynthesisJob,
  type BrokerHarness,
  describeAbortBusContract,
  describeChunkStreamContract,
  describeDueBusContract,
  describeGatewayRegistryContract,
  describeJobQueueContract,
  describeJournalContract,
  describeKeptJobsContract,
  describeWorkerRegistryContract,
  eventually,
  FakeBrokerObserver,
  FakeClock,
  FakeJobHandler,
} from '@chorale/testing';
import { describe, expect, it } from '@jest/globals';

import type { Broker } from '../broker.js';

import { createMemoryBroker } from './memory-broker.js';

const GATEWAY = gatewayId('gateway-1');

/** A worker that takes one job and forgets it; within one process nothing else can die. */
const takeAndDie = async (broker: Broker, voiceClass: string): Promise<string> => {
  const { jobIntake } = broker.workerPorts(workerId('mortal'), voiceClass);
  const got = new FakeJobHandler();
  await jobIntake.start(got.handle);
  jobIntake.setAppetite({ urgent: 1, lookAhead: 0 });
  const job = await eventually(() => got.jobs[0]);
  jobIntake.setAppetite({ urgent: 0, lookAhead: 0 });
  return jobId(job ?? aSynthesisJob());
};

const aHarness = (): BrokerHarness => {
  const clock = new FakeClock();
  const observer = new FakeBrokerObserver();
  const broker = createMemoryBroker({ clock, observer });
  return {
    broker,
    observer,
    elapse: (ms) => clock.advance(ms),
    takeAndDie: (voiceClass) => takeAndDie(broker, voiceClass),
    loseChunkStream: null,
    close: () => Promise.resolve(), // the forgotten handler never settles
  };
};

const factory = (): Promise<BrokerHarness> => Promise.resolve(aHarness());

describeJobQueueContract('in memory', factory);
describeKeptJobsContract('in memory', factory);
describeChunkStreamContract('in memory', factory);
describeAbortBusContract('in memory', factory);
describeDueBusContract('in memory', factory);
describeWorkerRegistryContract('in memory', factory);
describeJournalContract('in memory', factory);
describeGatewayRegistryContract('in memory', factory);

describe(createMemoryBroker, () => {
  const aBroker = (clock: Clock = new FakeClock(), maxWaitingJobs = 10): Broker =>
    createMemoryBroker({ clock, observer: new FakeBrokerObserver(), maxWaitingJobs });

  it('holds a bounded number of waiting jobs', async () => {
    const { jobQueue } = aBroker(new FakeClock(), 2).gatewayPorts(GATEWAY);
    const placement = { voiceClass: 'default', band: 'urgent', rank: 0 } as const;
    await jobQueue.enqueue(aSynthesisJob({ seq: 0 }), placement);
    await jobQueue.enqueue(aSynthesisJob({ seq: 1 }), placement);
    await expect(jobQueue.enqueue(aSynthesisJob({ seq: 2 }), placement)).rejects.toMatchObject({
      name: 'BrokerUnavailable',
      reason: 'full',
    });
  });

  it('forgets an aborted route after two minutes', async () => {
    const clock = new FakeClock();
    const { abortBus } = aBroker(clock).gatewayPorts(GATEWAY);
    await abortBus.publish({
      gateway: GATEWAY,
      route: 1,
      seq: null,
      attemptBelow: null,
      reason: 'client_gone',
    });
    await clock.advance(119_999);
    expect(await abortBus.isAborted(GATEWAY, 1)).toBe(true);
    await clock.advance(1);
    expect(await abortBus.isAborted(GATEWAY, 1)).toBe(false);
  });

  it('refuses a class that could not be part of a key', () => {
    expect(() => aBroker().workerPorts(workerId('w'), 'a:b')).toThrow(RangeError);
  });

  it('closes when the running handlers have settled', async () => {
    const broker = aBroker();
    const { jobIntake } = broker.workerPorts(workerId('w'), 'default');
    const got = new FakeJobHandler();
    await jobIntake.start(got.handle);
    jobIntake.setAppetite({ urgent: 1, lookAhead: 0 });
    const placement = { voiceClass: 'default', band: 'urgent', rank: 0 } as const;
    await broker.gatewayPorts(GATEWAY).jobQueue.enqueue(aSynthesisJob(), placement);
    await eventually(() => got.jobs.length === 1);
    let closed = false;
    const closing = broker.close().then(() => (closed = true));
    expect(closed).toBe(false);
    got.finishAll();
    await closing;
  });
});
