/**
 * npm run bench:rest-workers
 *
 * How long one HTTP request for a minute of speech takes with one worker and with three: its sentences
 * are made in parallel. First with workers that need as long for a sentence as a voice on one core
 * would, but no core; then with the real voice, one thread each, as far as this machine's cores go.
 */
import { availableParallelism } from 'node:os';

import { startPrivateRedis } from '@chorale/testing';

import { SpawnedGateway } from '../processes/spawned-gateway.js';
import { SpawnedVoiceWorker } from '../processes/spawned-voice-worker.js';
import { SpawnedWorker } from '../processes/spawned-worker.js';
import { SENTENCES } from './engine-texts.js';

type Env = Readonly<Record<string, string>>;

interface Stoppable {
  kill(signal: NodeJS.Signals): Promise<unknown>;
}

/** What speaks. */
interface Kind {
  readonly name: string;
  readonly voice: string;
  readonly start: (env: Env) => Promise<Stoppable>;
}

/** About a minute. */
const TEXT = [...SENTENCES, ...SENTENCES.slice(0, 8)].join(' ');

const WORKERS = [1, 3];
const RUNS = 3;

/** Twelve times as fast as it is heard, as the real voice on one core. */
const FAKE: Env = {
  FAKE_SECONDS_PER_CHARACTER: '0.055',
  FAKE_UNIT_SECONDS: '0.6',
  FAKE_UNIT_MS: '50',
};

const KINDS: readonly Kind[] = [
  {
    name: 'fake, 12 × real time',
    voice: 'fake',
    start: (env) => SpawnedWorker.start({ ...env, ...FAKE, DEFAULT_VOICE: 'fake' }),
  },
  {
    name: `real voice, one thread each on ${availableParallelism()} cores`,
    voice: 'en_US-joe-medium',
    start: (env) => SpawnedVoiceWorker.start(env),
  },
];

/** What one request took, and what it brought. */
interface Run {
  readonly audioSeconds: number;
  readonly wallSeconds: number;
}

const ask = async (url: string, input: string): Promise<Run> => {
  const startedAt = performance.now();
  const response = await fetch(`${url}/v1/audio/speech`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ input, response_format: 'pcm' }),
  });
  const { byteLength } = await response.arrayBuffer();
  if (!response.ok) throw new Error(`the request was answered ${response.status}`);
  const wallSeconds = (performance.now() - startedAt) / 1000;
  return { audioSeconds: byteLength / 48_000, wallSeconds };
};

/** The middle one of some runs, after one that warms up. */
const middleRun = async (url: string): Promise<Run> => {
  await ask(url, TEXT);
  const runs: Run[] = [];
  while (runs.length < RUNS) runs.push(await ask(url, TEXT));
  const [middle] = runs.toSorted((a, b) => a.wallSeconds - b.wallSeconds).slice(RUNS >> 1);
  if (middle === undefined) throw new RangeError('there were no runs');
  return middle;
};

const measure = async ({ voice, start }: Kind, workers: number): Promise<Run> => {
  const redis = await startPrivateRedis();
  const env = { REDIS_URL: redis.url, DEFAULT_VOICE: voice, INFERENCE_THREADS: '1' };
  const gateway = await SpawnedGateway.start(env);
  const processes: Stoppable[] = [gateway];
  try {
    while (processes.length <= workers) processes.push(await start(env)); // in turn: starting takes all cores
    return await middleRun(gateway.url);
  } finally {
    await Promise.all(processes.map((each) => each.kill('SIGKILL')));
    await redis.stop();
  }
};

const report = async (kind: Kind): Promise<void> => {
  const walls: number[] = [];
  for (const workers of WORKERS) {
    const { audioSeconds, wallSeconds } = await measure(kind, workers);
    walls.push(wallSeconds);
    const speed = (audioSeconds / wallSeconds).toFixed(1);
    const cells = [kind.name, workers, audioSeconds.toFixed(1), wallSeconds.toFixed(2), speed];
    console.log(`| ${cells.join(' | ')} |`);
  }
  const [one = 0, three = 0] = walls;
  console.log(`${kind.name}: one worker takes ${(one / three).toFixed(2)} × as long as three`);
};

console.log('| workers that | workers | audio, s | wall, s | × real time |');
console.log('|---|---|---|---|---|');
for (const kind of KINDS) await report(kind);
