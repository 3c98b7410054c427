import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { ROOT } from './paths.mjs';

/** What the person at the terminal can do something about: shown without a stack trace. */
export class SetupError extends Error {
  name = 'SetupError';
}

/**
 * Runs a program in the repository with our terminal, and resolves to its exit code (null when a
 * signal ended it). `timeoutMs` ends it with SIGTERM.
 */
export const run = (command, args, { env = process.env, timeoutMs, stdio = 'inherit' } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio, timeout: timeoutMs });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code));
  });

/** Runs a program whose failure ends everything; `hint` says what to do then. */
export const runOrFail = async (command, args, { hint, ...options }) => {
  const code = await run(command, args, options);
  if (code !== 0) throw new SetupError(hint);
};

/** Runs npm: the one that started us, else the one on PATH. */
export const npm = (args, options) =>
  process.env.npm_execpath?.endsWith('.js')
    ? runOrFail(process.execPath, [process.env.npm_execpath, ...args], options)
    : runOrFail(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);

const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Finds the first of `names` on PATH, then in `more` folders; null when none is there. */
export const findProgram = (names, more = []) => {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const folders = [...onPath, ...more];
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find(isExecutable) ?? null;
};
