import { eventually, type PrivateRedis, startPrivateRedis } from '@chorale/testing';

import { metricAt } from '../processes/metrics-page.js';
import { inRepository } from '../processes/repository.js';
import { SpawnedGateway } from '../processes/spawned-gateway.js';
import { SpawnedProgram } from '../processes/spawned-program.js';

const REAL_VOICE = 'en_US-joe-medium';
const FAKE_VOICE = 'fake';

/** A worker with one voice, and what it says of its own share of the time. */
export interface Subject {
  readonly voice: string;
  /** Ms that its jobs took from being taken to their first audio, and how many there were. */
  firstChunks(): Promise<{ readonly count: number; readonly ms: number }>;
}

/** One gateway; behind it a worker that runs a model, and one that has nothing to do but answer. */
export interface Rig {
  readonly speechUrl: string;
  readonly real: Subject;
  readonly fake: Subject;
  stop(): Promise<void>;
}

const REAL_ENV = {
  DEFAULT_VOICE: REAL_VOICE,
  VOICES_DIR: inRepository('.chorale/voices'),
  ENGINE_CACHE_DIR: inRepository('.chorale/engines'),
  EXECUTION_PROVIDERS: 'cpu',
};

const FAKE_ENV = {
  DEFAULT_VOICE: FAKE_VOICE,
  FAKE_VOICES: FAKE_VOICE,
  WORKER_CLASS: 'fake',
  FAKE_UNIT_MS: '0',
};

const healthUrlOf = ({ records }: SpawnedProgram): string => {
  const url = records.find((record) => record['healthUrl'] !== undefined)?.['healthUrl'];
  return typeof url === 'string' ? url : '';
};

const startWorker = (program: string, env: Readonly<Record<string, string>>) =>
  SpawnedProgram.start({
    program: inRepository(program),
    env,
    isReady: (started) => healthUrlOf(started) !== '',
    startMs: 120_000, // the first start of a voice prepares its model
  });

const subjectOf = (voice: string, worker: SpawnedProgram): Subject => {
  const metric = (part: 'sum' | 'count'): Promise<number> =>
    metricAt(healthUrlOf(worker), `chorale_first_chunk_seconds_${part}`);
  return {
    voice,
    firstChunks: async () => ({ count: await metric('count'), ms: (await metric('sum')) * 1000 }),
  };
};

const knowsVoices = async (gateway: SpawnedGateway): Promise<boolean> => {
  const page = await (await fetch(`${gateway.url}/v1/audio/voices`)).text();
  return [REAL_VOICE, FAKE_VOICE].every((voice) => page.includes(`"${voice.toLowerCase()}"`));
};

const startProcesses = async (redis: PrivateRedis) => {
  const env = { REDIS_URL: redis.url };
  const [gateway, real, fake] = await Promise.all([
    SpawnedGateway.start({ ...env, DEFAULT_VOICE: REAL_VOICE }),
    startWorker('apps/worker/dist/main.js', { ...env, ...REAL_ENV }),
    startWorker('test/dist/processes/fake-worker.js', { ...env, ...FAKE_ENV }),
  ]);
  await eventually(() => knowsVoices(gateway), { timeoutMs: 15_000 });
  return { gateway, real, fake };
};

/** Starts it all on a private Redis. */
export const startRig = async (): Promise<Rig> => {
  const redis = await startPrivateRedis();
  const { gateway, real, fake } = await startProcesses(redis);
  return {
    speechUrl: gateway.speechUrl,
    real: subjectOf(REAL_VOICE, real),
    fake: subjectOf(FAKE_VOICE, fake),
    stop: async () => {
      await Promise.all([gateway, real, fake].map((each) => each.stop()));
      await redis.stop();
    },
  };
};
