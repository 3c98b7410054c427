import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { createMemoryBroker, systemClock } from '@chorale/broker';
import type { Broker } from '@chorale/broker';
import { gatewayEnv, loadConfig, redisEnv, speechEnv } from '@chorale/config';
import type { Gateway, RunningGateway } from '@chorale/gateway';
import { startGateway } from '@chorale/gateway';
import { createGatewayMetrics, createMetricsRegistry } from '@chorale/observability';
import { gatewayId, workerId } from '@chorale/speech';
import type { Clock } from '@chorale/speech';
import {
  eventually,
  FAKE_VOICE,
  FakeBrokerObserver,
  FakeSpeaker,
  SpeechClient,
} from '@chorale/testing';

import { JobLedger } from './job-ledger.js';

/** Settings by their names. */
export type Env = Readonly<Record<string, string>>;

/** A gateway on the in-memory broker with one scripted worker behind it. */
export interface GatewayUnderTest {
  readonly gateway: Gateway;
  readonly speaker: FakeSpeaker;
  readonly jobs: JobLedger;
  readonly observer: FakeBrokerObserver;
  /** `http://host:port`. */
  readonly url: string;
  readonly socketUrl: string;
  /** A client, dropped at the end of the test; rejects when the handshake is refused. */
  connect(headers?: Readonly<Record<string, string>>): Promise<SpeechClient>;
  /** A client that has sent these messages. */
  talk(...messages: readonly unknown[]): Promise<SpeechClient>;
  /** The value of a metric without labels. */
  metric(name: string): Promise<number>;
  /** Drops all clients and waits until nothing of them is left. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

const SILENT_LOG = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const GATEWAY = gatewayId('g');

const SPEECH_PATH = '/v1/audio/speech/stream';

const loopbackUrl = (running: RunningGateway): string => running.url.replace('[::1]', 'localhost');

interface Backstage {
  readonly broker: Broker;
  readonly observer: FakeBrokerObserver;
  readonly jobs: JobLedger;
  readonly clock: Clock;
}

const openBackstage = (clock: Clock) => {
  const observer = new FakeBrokerObserver();
  const broker = createMemoryBroker({ clock, observer });
  const ports = broker.gatewayPorts(GATEWAY);
  const jobs = new JobLedger(ports.jobQueue);
  return { broker, observer, jobs, clock, ports: { ...ports, jobQueue: jobs } };
};

/** Starts it on a free port. */
export const startGatewayUnderTest = async (
  env: Env = {},
  clock: Clock = systemClock,
): Promise<GatewayUnderTest> => {
  const config = loadConfig([gatewayEnv, speechEnv, redisEnv], {
    env: { PORT: '0', DEFAULT_VOICE: FAKE_VOICE.id, DRAIN_SECONDS: '0', ...env },
  });
  const { ports, ...backstage } = openBackstage(clock);
  const speaker = new FakeSpeaker(backstage.broker.workerPorts(workerId('w'), 'default'), clock);
  await speaker.start();
  const metricsPage = createMetricsRegistry();
  const metrics = createGatewayMetrics(metricsPage);
  const parts = { gateway: GATEWAY, ports, config, clock, log: SILENT_LOG, metrics, metricsPage };
  const running = await startGateway(parts, false);
  const metric = async (name: string) => {
    const line = new RegExp(`^${name} (.*)$`, 'm').exec(await metricsPage.metrics());
    return Number(line?.[1]);
  };
  return { ...stageOf(running, speaker, backstage), metric };
};

const stageOf = (running: RunningGateway, speaker: FakeSpeaker, backstage: Backstage) => {
  const { gateway } = running;
  const { broker, observer, jobs } = backstage;
  const url = loopbackUrl(running);
  const socketUrl = `${url.replace('http', 'ws')}${SPEECH_PATH}`;
  const clients = new Set<SpeechClient>();
  const connect = async (headers?: Readonly<Record<string, string>>) => {
    const client = await SpeechClient.connect(socketUrl, headers);
    clients.add(client);
    return client;
  };
  const talk = async (...messages: readonly unknown[]) => {
    const client = await connect();
    client.send(...messages);
    return client;
  };
  const settle = async () => {
    for (const client of clients) client.drop();
    clients.clear();
    await nothingLeft(gateway, jobs);
    jobs.alter();
    speaker.reset();
  };
  const stop = async () => {
    for (const client of clients) client.drop();
    await running.stop();
    await speaker.leave();
    await broker.close();
  };
  return { gateway, speaker, jobs, observer, url, socketUrl, connect, talk, settle, stop };
};

const nothingLeft = async (gateway: Gateway, jobs: JobLedger): Promise<void> => {
  await eventually(async () => {
    const { openSessions: sessions, openRoutes: routes } = gateway;
    expect({ sessions, routes, jobs: await jobs.left() }).toEqual({
      ...{ sessions: 0, routes: 0, jobs: [] },
    });
    return true;
  });
};

/**
 * Runs one gateway for the tests of a block. After each test nothing may be left in it: no session,
 * no route, no job.
 */
export const useGateway = (env: Env = {}, clock?: Clock): (() => GatewayUnderTest) => {
  let service: GatewayUnderTest | null = null;
  const running = (): GatewayUnderTest => {
    if (service === null) throw new Error('the gateway runs only inside tests');
    return service;
  };
  beforeAll(async () => {
    service = await startGatewayUnderTest(env, clock);
  });
  afterEach(() => running().settle());
  afterAll(() => running().stop());
  return running;
};
