import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { type AdminPorts, createMemoryBroker, systemClock } from '@chorale/broker';
import { gatewayEnv, loadConfig, redisEnv, speechEnv } from '@chorale/config';
import type { Gateway, GatewayParts, RunningGateway } from '@chorale/gateway';
import { startGateway } from '@chorale/gateway';
import { createGatewayMetrics, createMetricsRegistry, NO_TRACER } from '@chorale/observability';
import { gatewayId, workerId } from '@chorale/speech';
import type { Clock, KeyStore } from '@chorale/speech';
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

const SPEECH_PATH = '/v1/audio/speech/stream';

const GATEWAY = gatewayId('g');

/** No voice was uploaded, whatever lies in the folder of this machine. */
const NO_UPLOADS = join(tmpdir(), `chorale-no-uploads-${process.pid}`);

const DEFAULTS: Env = {
  PORT: '0',
  DEFAULT_VOICE: FAKE_VOICE.id,
  DRAIN_SECONDS: '0',
  UPLOADED_VOICES_DIR: NO_UPLOADS,
};

const SILENT_LOG = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** What stands behind a gateway: an in-memory broker and one scripted worker. */
const openBackstage = async (clock: Clock) => {
  const observer = new FakeBrokerObserver();
  const broker = createMemoryBroker({ clock, observer });
  const ports = broker.gatewayPorts(GATEWAY);
  const jobs = new JobLedger(ports.jobQueue);
  const speaker = new FakeSpeaker(broker.workerPorts(workerId('w'), 'default'), clock);
  await speaker.start();
  return { broker, observer, jobs, speaker, ports: { ...ports, jobQueue: jobs } };
};

type Backstage = Awaited<ReturnType<typeof openBackstage>>;

const leave = async ({ speaker, broker }: Backstage): Promise<void> => {
  await speaker.leave();
  await broker.close();
};

/** A gateway on the in-memory broker with one scripted worker behind it. */
export class GatewayUnderTest {
  readonly gateway: Gateway;
  readonly speaker: FakeSpeaker;
  readonly jobs: JobLedger;
  readonly observer: FakeBrokerObserver;
  /** `http://host:port`. */
  readonly url: string;
  readonly socketUrl: string;
  readonly #clients = new Set<SpeechClient>();

  private constructor(
    private readonly running: RunningGateway,
    private readonly backstage: Backstage,
    private readonly metrics: GatewayParts['metricsPage'],
  ) {
    this.gateway = running.gateway;
    this.speaker = backstage.speaker;
    this.jobs = backstage.jobs;
    this.observer = backstage.observer;
    this.url = running.url.replace('[::1]', 'localhost');
    this.socketUrl = `${this.url.replace('http', 'ws')}${SPEECH_PATH}`;
  }

  /** Starts on a free port; `env` overrides settings by their names. */
  static async start(env: Env = {}, clock: Clock = systemClock): Promise<GatewayUnderTest> {
    const config = loadConfig([gatewayEnv, speechEnv, redisEnv], {
      env: { ...DEFAULTS, ...env },
    });
    const backstage = await openBackstage(clock);
    const { ports } = backstage;
    const metricsPage = createMetricsRegistry();
    const metrics = createGatewayMetrics(metricsPage, 'tts-1');
    const parts = {
      gateway: GATEWAY,
      ports,
      config,
      clock,
      log: SILENT_LOG,
      metrics,
      metricsPage,
      tracer: NO_TRACER,
    };
    try {
      return new GatewayUnderTest(await startGateway(parts, false), backstage, metricsPage);
    } catch (error) {
      await leave(backstage);
      throw error;
    }
  }

  /** A client, dropped at the end of the test; rejects when the handshake is refused. */
  async connect(headers?: Readonly<Record<string, string>>): Promise<SpeechClient> {
    return this.connectTo('', headers);
  }

  /** The same with something behind the address. */
  async connectTo(
    query: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<SpeechClient> {
    const client = await SpeechClient.connect(`${this.socketUrl}${query}`, headers);
    this.#clients.add(client);
    return client;
  }

  /** A client that has sent these messages. */
  async talk(...messages: readonly unknown[]): Promise<SpeechClient> {
    const client = await this.connect();
    client.send(...messages);
    return client;
  }

  /** What operators look at and give orders with. */
  get admin(): AdminPorts {
    return this.backstage.broker.adminPorts();
  }

  /** The keys that are made while it runs. */
  get keyStore(): KeyStore {
    return this.backstage.ports.keyStore;
  }

  /** The value of a metric without labels. */
  async metric(name: string): Promise<number> {
    const line = new RegExp(`^${name} (.*)$`, 'm').exec(await this.metrics.metrics());
    return Number(line?.[1]);
  }

  /** Waits until nothing is left: no session, no route, no job; or no more than that of `neighbours`. */
  async idle(neighbours = 0): Promise<void> {
    await eventually(async () => {
      const { openSessions: sessions, openRoutes: routes } = this.gateway;
      const jobs = await this.jobs.left();
      const excess = { routes: Math.max(0, routes - neighbours), jobs: jobs.slice(2 * neighbours) };
      expect({ sessions, ...excess }).toEqual({ sessions: neighbours, routes: 0, jobs: [] });
      return true;
    });
  }

  /** Drops all clients; then nothing of them may be left. */
  async settle(): Promise<void> {
    for (const client of this.#clients) client.drop();
    this.#clients.clear();
    await this.idle();
    this.jobs.alter();
    this.speaker.reset();
  }

  async stop(): Promise<void> {
    await this.running.stop();
    await leave(this.backstage);
  }
}

/** Runs one gateway for the tests of a block, and settles it after each. */
export const useGateway = (env: Env = {}, clock?: Clock): (() => GatewayUnderTest) => {
  let service: GatewayUnderTest | null = null;
  const running = (): GatewayUnderTest => {
    if (service === null) throw new Error('the gateway runs only inside tests');
    return service;
  };
  beforeAll(async () => {
    service = await GatewayUnderTest.start(env, clock);
  });
  afterEach(() => running().settle());
  afterAll(() => running().stop());
  return running;
};
