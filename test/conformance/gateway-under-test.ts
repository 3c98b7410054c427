import type { RunningGateway } from '@chorale/gateway';
import { startGateway } from '@chorale/gateway';
import { createMemoryBroker, systemClock } from '@chorale/broker';
import { createGatewayMetrics, createMetricsRegistry } from '@chorale/observability';
import { gatewayEnv, loadConfig, redisEnv, speechEnv } from '@chorale/config';
import { gatewayId, workerId } from '@chorale/speech';
import { FAKE_VOICE, FakeBrokerObserver, FakeSpeaker, SpeechClient } from '@chorale/testing';

/** A gateway on the in-memory broker with one scripted worker behind it. */
export interface GatewayUnderTest {
  readonly speaker: FakeSpeaker;
  readonly running: RunningGateway;
  readonly url: string;
  connect(): Promise<SpeechClient>;
  stop(): Promise<void>;
}

const silentLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Starts it on a free port; `env` overrides settings by their names. */
export const startGatewayUnderTest = async (
  env: Readonly<Record<string, string>> = {},
): Promise<GatewayUnderTest> => {
  const config = loadConfig([gatewayEnv, speechEnv, redisEnv], {
    env: { PORT: '0', DEFAULT_VOICE: FAKE_VOICE.id, ...env },
  });
  const broker = createMemoryBroker({ clock: systemClock, observer: new FakeBrokerObserver() });
  const speaker = new FakeSpeaker(broker.workerPorts(workerId('w'), 'default'));
  await speaker.start();
  const gateway = gatewayId('g');
  const registry = createMetricsRegistry();
  const running = await startGateway(
    {
      gateway,
      ports: broker.gatewayPorts(gateway),
      config,
      clock: systemClock,
      log: silentLog,
      metrics: createGatewayMetrics(registry),
      metricsPage: registry,
    },
    false,
  );
  const url = `${running.url.replace('http', 'ws').replace('[::1]', 'localhost')}/v1/audio/speech/stream`;
  const stop = async () => {
    await running.stop();
    await broker.close();
  };
  return { speaker, running, url, connect: () => SpeechClient.connect(url), stop };
};
