import { systemClock } from '@chorale/broker';
import { runMain } from '@chorale/config';
import { createLogger } from '@chorale/observability';
import { FAKE_VOICE, FakeEngine, markOfText } from '@chorale/testing';
import { startWorkerProcess, WORKER_SLICES } from '@chorale/worker';

/**
 * A worker process that speaks marked samples instead of words. Besides a worker's settings it takes
 * `FAKE_UNIT_MS` (what a unit costs; 0), `FAKE_UNIT_SECONDS` (audio in a chunk; 0.25),
 * `FAKE_SECONDS_PER_CHARACTER` (0.06), `FAKE_VOICES` (ids; the default voice alone),
 * `FAKE_FINGERPRINT` (`fake`), `FAKE_AILMENT` (`silence` or `nan`: what it says is no speech), `FAKE_MARK` (`text`: samples are marked by `markOfText`; `seed`: by
 * the sentence's seed), and `FAKE_TRACE=true` to print a line of JSON for every unit that starts.
 *
 * It prints one line of JSON when it pulls jobs; its log goes to standard error. At `[[crash]]` it
 * kills itself.
 */
const setting = (name: string, standard: string): string => process.env[`FAKE_${name}`] ?? standard;

const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const ailment = (): { readonly ailment?: 'silence' | 'nan' } => {
  const named = setting('AILMENT', '');
  return named === 'silence' || named === 'nan' ? { ailment: named } : {};
};

/** Units are traced from when it pulls jobs: its self-check is nobody's sentence. */
let pullsJobs = false;

const createEngine = (defaultVoice: string): FakeEngine => {
  const isTraced = setting('TRACE', 'false') === 'true';
  const isMarkedByText = setting('MARK', 'text') === 'text';
  return new FakeEngine({
    voices: setting('VOICES', defaultVoice)
      .split(',')
      .map((id) => ({ ...FAKE_VOICE, id })),
    cost: { clock: systemClock, unitMs: Number(setting('UNIT_MS', '0')) },
    unitSeconds: Number(setting('UNIT_SECONDS', '0.25')),
    secondsPerCharacter: Number(setting('SECONDS_PER_CHARACTER', '0.06')),
    fingerprint: setting('FINGERPRINT', 'fake'),
    ...ailment(),
    markOf: ({ text, seed }) => (isMarkedByText ? markOfText(text) : seed),
    onUnit: ({ text }, { kind }) => {
      if (isTraced && pullsJobs)
        print({ unit: kind, mark: String(markOfText(text)), at: systemClock.now() });
    },
    onCrash: () => process.kill(process.pid, 'SIGKILL'),
  });
};

await runMain(WORKER_SLICES, async (config) => {
  const write = (line: string): void => void process.stderr.write(line);
  const running = await startWorkerProcess({
    config,
    logger: createLogger({ name: 'fake-worker', level: config.LOG_LEVEL, write }),
    version: 'test',
    openEngine: () => Promise.resolve(createEngine(config.DEFAULT_VOICE)),
  });
  const { worker, healthUrl } = running;
  pullsJobs = true;
  print({ ready: true, worker, pid: process.pid, healthUrl });
  return running;
});
