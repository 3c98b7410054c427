import { spawn } from 'node:child_process';

import { findProgram } from '../setup/command.mjs';
import { ROOT } from '../setup/paths.mjs';
import { LinePrefixer } from './line-prefixer.mjs';
import { restartDelay } from './restart-delay.mjs';

const NAME_WIDTH = 9; // "worker-1 ", "gateway  "

/**
 * Wraps a command so that it dies with us even if we are killed outright (Linux only), and so that
 * all its threads run at the wanted priority from their first instruction.
 */
const wrapped = (command, nice = 0) => {
  const dieWithUs =
    process.platform === 'linux' && findProgram(['setpriv']) !== null
      ? ['setpriv', '--pdeathsig', 'TERM', '--']
      : [];
  const politely = nice > 0 && findProgram(['nice']) !== null ? ['nice', '-n', String(nice)] : [];
  return [...dieWithUs, ...politely, ...command];
};

const forward = (stream, prefix, write) => {
  const prefixer = new LinePrefixer(prefix, write);
  stream.setEncoding('utf8');
  stream.on('data', (text) => prefixer.push(text));
  stream.on('end', () => prefixer.end());
};

/** Keeps the last lines of a process whose chatter only matters when it dies. */
class LastLines {
  #lines = [];

  push(text) {
    this.#lines = [...this.#lines, text].slice(-20);
  }

  take() {
    return this.#lines.splice(0).join('');
  }
}

/**
 * A child process that is started again, ever more slowly, whenever it dies, until `stop`.
 *
 * `onDeath` hears of every death that nobody asked for, and says whether to start it again. Output
 * goes to ours with the name before each line; that of a `quiet` one only when it dies.
 */
export class SupervisedProcess {
  #spec;
  #onDeath;
  #child = null;
  #exited = Promise.resolve();
  #restart = null;
  #deaths = 0;
  #stopping = false;
  #held = new LastLines();

  constructor(spec, onDeath) {
    this.#spec = spec;
    this.#onDeath = onDeath;
  }

  get name() {
    return this.#spec.name;
  }

  start() {
    const { name, command, nice, env, quiet = false } = this.#spec;
    const [program, ...args] = wrapped(command, nice);
    // Its own process group: Ctrl-C reaches us alone, and we stop things in the right order.
    const child = spawn(program, args, {
      cwd: ROOT,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const prefix = `${name.padEnd(NAME_WIDTH)}| `;
    const writeTo = (out) => (text) => (quiet ? this.#held.push(text) : out.write(text));
    forward(child.stdout, prefix, writeTo(process.stdout));
    forward(child.stderr, prefix, writeTo(process.stderr));
    this.#watch(child, performance.now());
  }

  #watch(child, startedAt) {
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      const settle = (reason, code = null) => {
        this.#child = null;
        resolve();
        if (!this.#stopping) this.#died({ reason, code }, performance.now() - startedAt);
      };
      child.once('error', (error) => settle(error.message));
      child.once('exit', (code, signal) => settle(signal ?? `exit code ${code}`, code));
    });
  }

  #died({ reason, code }, ranMs) {
    process.stderr.write(this.#held.take());
    if (!this.#onDeath(this.name, reason)) return;
    const { deaths, delayMs } = restartDelay(this.#deaths, ranMs, code);
    this.#deaths = deaths;
    console.error(`${this.name} stopped (${reason}); starting it again in ${delayMs / 1000} s.`);
    this.#restart = setTimeout(() => this.start(), delayMs);
  }

  /** Asks it to end, and kills it after `graceMs`. Resolves when it is gone. */
  async stop(graceMs) {
    this.#stopping = true;
    clearTimeout(this.#restart);
    this.#child?.kill('SIGTERM');
    const kill = setTimeout(() => this.kill(), graceMs);
    await this.#exited;
    clearTimeout(kill);
  }

  /** Ends it at once. */
  kill() {
    this.#stopping = true;
    clearTimeout(this.#restart);
    this.#child?.kill('SIGKILL');
  }
}
