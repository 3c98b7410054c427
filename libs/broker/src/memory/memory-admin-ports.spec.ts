import { gatewayId, jobId, workerId } from '@chorale/speech';
import {
  aFeedBatch,
  aSynthesisJob,
  type BrokerHarness,
  describeAdminViewsContract,
  describeControlBusContract,
  describeSessionFeedContract,
  describeSessionTextContract,
  eventually,
  FakeBrokerObserver,
  FakeClock,
  FakeJobHandler,
} from '@chorale/testing';
import { describe, expect, it } from '@jest/globals';

import type { Broker } from '../broker.js';

import { createMemoryBroker } from './memory-broker.js';

const GATEWAY = gatewayId('gateway-1');

const takeAndDie = async (broker: Broker, voiceClass: string): Promise<string> => {
  const { jobIntake } = broker.workerPorts(workerId('mortal'), voiceClass);
  const got = new FakeJobHandler();
  await jobIntake.start(got.handle);
  jobIntake.setAppetite({ urgent: 1, lookAhead: 0 });
  return jobId((await eventually(() => got.jobs[0])) ?? aSynthesisJob());
};

const factory = (): Promise<BrokerHarness> => {
  const clock = new FakeClock();
  const observer = new FakeBrokerObserver();
  const broker = createMemoryBroker({ clock, observer });
  return Promise.resolve({
    broker,
    observer,
    elapse: (ms) => clock.advance(ms),
    takeAndDie: (voiceClass) => takeAndDie(broker, voiceClass),
    loseChunkStream: null,
    close: () => Promise.resolve(), // the forgotten handler never settles
  });
};

describeSessionFeedContract('in memory', factory);
describeControlBusContract('in memory', factory);
describeSessionTextContract('in memory', factory);
describeAdminViewsContract('in memory', factory);

describe('the session feed in memory', () => {
  it('stops 5 s after the last question, and is forgotten 10 s after the last batch', async () => {
    const clock = new FakeClock();
    const broker = createMemoryBroker({ clock, observer: new FakeBrokerObserver() });
    const { sessionFeed } = broker.gatewayPorts(GATEWAY);
    const { sessionWatch } = broker.adminPorts();
    await sessionWatch.ask(['a']);
    await sessionFeed.publish(aFeedBatch());
    await clock.advance(4_999);
    expect(await sessionFeed.demand()).toEqual({ watched: true, followed: ['a'] });
    await clock.advance(1);
    expect(await sessionFeed.demand()).toEqual({ watched: false, followed: [] });
    expect(await sessionWatch.snapshot(GATEWAY)).not.toBeNull();
    await clock.advance(5_000);
    expect(await sessionWatch.snapshot(GATEWAY)).toBeNull();
  });
});
