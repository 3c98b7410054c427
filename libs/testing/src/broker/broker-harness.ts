import type { Broker } from '@chorale/broker';
import type { Band, GatewayId } from '@chorale/speech';

import type { FakeBrokerObserver } from './fake-broker-observer.js';

/** A broker under test, and what a test must be able to do to it. */
export interface BrokerHarness {
  readonly broker: Broker;
  readonly observer: FakeBrokerObserver;
  /** Lets at least `ms` go by where time is simulated; where it is real, conditions are waited for. */
  elapse(ms: number): Promise<void>;
  /** A worker takes the next job of the band and is never heard of again; resolves to the job's id. */
  takeAndDie(voiceClass: string, band: Band): Promise<string>;
  /** Makes a gateway's chunk stream vanish, where that can happen. */
  readonly loseChunkStream: ((gateway: GatewayId) => Promise<void>) | null;
  close(): Promise<void>;
}

/** Makes a broker that shares nothing with those made before. */
export type BrokerFactory = () => Promise<BrokerHarness>;
