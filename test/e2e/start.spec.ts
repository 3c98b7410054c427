import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  eventually,
  messagesOf,
  type PrivateRedis,
  SpeechClient,
  startPrivateRedis,
} from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { isRunning, type ProcessEntry } from '../processes/process-table.js';
import { inRepository } from '../processes/repository.js';
import { SpawnedLauncher } from '../processes/spawned-launcher.js';
import { SpawnedProgram } from '../processes/spawned-program.js';

import { AdminVisitor } from './admin-visitor.js';
import { sentencesIn } from './heard-sentences.js';
import { referenceClientHears } from './reference-client.js';
import { figuresOfPcm, figuresOfWav, type SpeechFigures } from './speech-check.js';

/** On a machine that others load as well. */
const PATIENCE = { timeoutMs: 60_000, everyMs: 50 };

jest.setTimeout(180_000);

// Process tables are read from /proc; and only Linux lets a process ask to die with its parent.
const onLinux = process.platform === 'linux' ? it : it.skip;

const TEXT = 'The quick brown fox jumps over the lazy dog. Is it raining again? Then we stay here.';
const SENTENCES = [
  'The quick brown fox jumps over the lazy dog.',
  'Is it raining again?',
  'Then we stay here.',
];

const SAY = inRepository('apps/cli/dist/say.js');

const expectSpeech = ({ sampleRate, secondsPerCharacter, levelDb }: SpeechFigures): void => {
  expect(sampleRate).toBe(24_000);
  expect(secondsPerCharacter).toBeGreaterThan(0.05);
  expect(secondsPerCharacter).toBeLessThan(0.12);
  expect(levelDb).toBeGreaterThan(-35);
  expect(levelDb).toBeLessThan(-10);
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chorale-start-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts all, and tells how long it took until something could be said. */
const launch = async (
  what: string,
  ...[options]: Parameters<typeof SpawnedLauncher.start>
): Promise<SpawnedLauncher> => {
  const startedAt = performance.now();
  const launcher = await SpawnedLauncher.start(options);
  const seconds = (performance.now() - startedAt) / 1000;
  process.stderr.write(`npm start, ${what}: ready after ${seconds.toFixed(1)} s\n`);
  return launcher;
};

const hear = (launcher: SpawnedLauncher, wanted: 'wav' | 'pcm', text = TEXT) =>
  referenceClientHears(launcher.speechUrl, { text, wanted, patience: PATIENCE });

/** Runs `say` against a launcher; resolves to what it wrote into the file. */
const sayToFile = async (
  launcher: SpawnedLauncher,
  words: readonly string[],
  input = '',
): Promise<Buffer> => {
  const path = join(folder, 'said.wav');
  const args = ['--url', launcher.pageUrl, '--out', path, ...words];
  const say = new SpawnedProgram({ program: SAY, args, env: {} });
  say.feed(input);
  expect({ reason: await say.exited, log: say.log }).toEqual({
    reason: 0,
    log: expect.stringContaining('First audio after'),
  });
  return readFile(path);
};

const killAndWait = async (launcher: SpawnedLauncher, program: string): Promise<void> => {
  const find = (): ProcessEntry | undefined =>
    launcher.children.find(({ command }) => command.includes(`apps/${program}/`));
  const pid = find()?.pid ?? Number.NaN;
  process.kill(pid, 'SIGKILL');
  await eventually(() => (find()?.pid ?? pid) !== pid, PATIENCE);
};

const isReady = async ({ pageUrl }: SpawnedLauncher): Promise<boolean> =>
  (await fetch(new URL('ready', pageUrl))).ok;

describe('npm start with a Redis server on the PATH', () => {
  let launcher: SpawnedLauncher;
  let temporary: string;

  beforeAll(async () => {
    temporary = await mkdtemp(join(folder, 'tmp-'));
    launcher = await launch('private Redis', { env: { TMPDIR: temporary } });
  });

  afterAll(() => launcher.end('SIGKILL'));

  it('says where it is, and is there', async () => {
    expect(launcher.output).toContain('Starting a private Redis');
    expect(launcher.output).toContain(`npm run say -- --url http://127.0.0.1:${launcher.port} `);
    const pages = ['', 'ready', 'health', 'health/ready', 'v1/audio/voices'];
    const answers = await Promise.all(
      pages.map((page) => fetch(new URL(page, launcher.pageUrl)).then(({ status }) => status)),
    );
    expect(answers).toEqual(pages.map(() => 200));
  });

  it('speaks each sentence as it is made', async () => {
    const heard = sentencesIn(await hear(launcher, 'pcm'));
    expect(heard.map(({ text }) => text)).toEqual(SENTENCES);
    for (const { text, pcm } of heard) expectSpeech(figuresOfPcm(text, pcm));
  });

  it('gives each sentence as a file', async () => {
    const received = await hear(launcher, 'wav');
    expect(received.filter(({ kind }) => kind === 'audio')).toHaveLength(SENTENCES.length);
    for (const { text, pcm } of sentencesIn(received)) expectSpeech(figuresOfWav(text, pcm));
  });

  it('is spoken to by `say`', async () => {
    expectSpeech(figuresOfWav(TEXT, await sayToFile(launcher, [TEXT])));
    expectSpeech(figuresOfWav(TEXT, await sayToFile(launcher, ['-'], `${TEXT}\n`)));
  });

  onLinux('starts a worker again that was killed', async () => {
    await killAndWait(launcher, 'worker');
    expect(launcher.output).toContain('worker-1 stopped (SIGKILL); starting it again in 1 s.');
    const heard = sentencesIn(await hear(launcher, 'pcm'));
    expect(heard.map(({ failed }) => failed)).toEqual([false, false, false]);
  });

  onLinux('starts a gateway again that was killed, in the same place', async () => {
    await killAndWait(launcher, 'gateway');
    await eventually(() => isReady(launcher), PATIENCE);
    expect(sentencesIn(await hear(launcher, 'pcm'))).toHaveLength(3);
  });

  it('does not let another one take its port', async () => {
    const { reason, output } = await SpawnedLauncher.fail({
      args: ['--port', String(launcher.port)],
    });
    expect(reason).toBe(1);
    expect(output).toContain(`Port ${launcher.port} is in use`);
    expect(output).not.toContain(' at '); // no stack
  });

  onLinux('lets speech finish at Ctrl-C, and leaves nothing behind', async () => {
    const children = launcher.children.map(({ pid }) => pid);
    expect(children).toHaveLength(3); // Redis, the gateway, a worker
    expect(await readdir(temporary)).not.toEqual([]);
    const client = await SpeechClient.connect(launcher.speechUrl);
    client.send({ type: 'session.config', response_format: 'pcm', stream_audio: true });
    client.send({ type: 'input.text', text: `${TEXT} ${TEXT}` }, { type: 'input.done' });
    await client.until('audio.start', PATIENCE);
    const ended = launcher.end('SIGINT');
    expect(messagesOf(await client.toEnd(PATIENCE)).at(-1)).toMatchObject({
      type: 'session.done',
      total_sentences: 6,
    });
    expect(await ended).toBe(0);
    expect(children.filter(isRunning)).toEqual([]);
    expect(await readdir(temporary)).toEqual([]);
  });
});

describe('npm start -- --embedded', () => {
  let launcher: SpawnedLauncher;

  beforeAll(async () => {
    const args = ['--embedded', '--speech-profile', 'seed'];
    launcher = await launch('embedded', { args });
  });

  afterAll(() => launcher.end('SIGKILL'));

  it('speaks to the reference client of the first protocol generation', async () => {
    expect(launcher.output).toContain('Everything runs in one process');
    const heard = sentencesIn(await hear(launcher, 'wav'));
    expect(heard.map(({ text }) => text)).toEqual(SENTENCES);
    for (const { text, pcm } of heard) expectSpeech(figuresOfWav(text, pcm));
  });

  it('ends in good order', async () => {
    expect(await launcher.end('SIGTERM')).toBe(0);
  });
});

/** Logs in where and with what the launcher says, and asks for the voices. */
const voicesAtAdmin = async ({ output }: SpawnedLauncher): Promise<string> => {
  const [, url = '', token = ''] = /Admin +(\S+) \(log in with (\S+)\)/.exec(output) ?? [];
  const visitor = await AdminVisitor.logIn({ url }, token);
  return (await visitor.get('/api/voices')).text();
};

describe('npm start with REDIS_URL', () => {
  let redis: PrivateRedis;

  beforeAll(async () => {
    redis = await startPrivateRedis();
  });

  afterAll(() => redis.stop());

  onLinux('runs several workers on it, and takes them with it when it is killed', async () => {
    const admin = ['--admin', '--admin-port', '0'];
    const args = ['--workers', '2', '--inference-threads', '1', ...admin];
    const launcher = await launch('own Redis', { args, env: { REDIS_URL: redis.url } });
    expect(launcher.output).toContain(`Using the Redis at ${new URL(redis.url).host}`);
    expect(sentencesIn(await hear(launcher, 'pcm'))).toHaveLength(3);
    expect(await voicesAtAdmin(launcher)).toContain('en_us-joe-medium');
    const children = launcher.children.map(({ pid }) => pid);
    expect(children).toHaveLength(4); // the gateway, two workers, the admin app
    await launcher.end('SIGKILL');
    await eventually(() => !children.some(isRunning), PATIENCE);
  });

  it('says so when nothing answers there', async () => {
    const env = { REDIS_URL: 'redis://127.0.0.1:1' };
    const { reason, output } = await SpawnedLauncher.fail({ env });
    expect(reason).toBe(1);
    expect(output).toContain('Nothing answers at 127.0.0.1:1.');
  });
});

describe('npm start with settings that do not do', () => {
  it('does not open itself to other machines by accident', async () => {
    const { reason, output } = await SpawnedLauncher.fail({ env: { HOST: '0.0.0.0' } });
    expect(reason).toBe(1);
    expect(output).toContain('ALLOW_OPEN_BIND=true');
  });

  it('has no admin app without a Redis', async () => {
    const { reason, output } = await SpawnedLauncher.fail({ args: ['--embedded', '--admin'] });
    expect(reason).toBe(1);
    expect(output).toContain('The admin app sees what processes share in Redis');
  });

  it('lists everything that is wrong', async () => {
    const { reason, output } = await SpawnedLauncher.fail({
      args: ['--workers', 'many', '--prot', '1'],
    });
    expect(reason).toBe(1);
    for (const name of ['WORKERS', '--prot']) expect(output).toContain(name);
  });
});
