import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { eventually } from '@chorale/testing';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// The first start of a voice prepares its model; on two busy cores that takes a while.
const READY = { timeoutMs: 90_000, everyMs: 50 };

/** What `npm start` runs, as a process. */
export class Launcher {
  readonly #child: ChildProcess;
  output = '';

  constructor(...flags: readonly string[]) {
    this.#child = spawn(process.execPath, ['scripts/start.mjs', ...flags], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  /** Resolves to the WebSocket's address when speech can be made; rejects with the output if it cannot. */
  async socketUrl(): Promise<string> {
    const found = await eventually(() => {
      if (this.#child.exitCode !== null) throw new Error(this.output);
      return /WebSocket\s+(\S+)/.exec(this.output)?.[1];
    }, READY);
    return found ?? '';
  }

  /** Sends a signal and resolves to the exit code, or the signal that ended it. */
  async end(signal: NodeJS.Signals): Promise<unknown> {
    this.#child.kill(signal);
    return this.exited();
  }

  /** Resolves to the exit code, or the signal that ended it. */
  async exited(): Promise<unknown> {
    if (this.#child.exitCode === null && this.#child.signalCode === null)
      await once(this.#child, 'exit');
    return this.#child.exitCode ?? this.#child.signalCode;
  }

  /** The processes that it started and that still run (Linux). */
  children(): readonly number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => processStatus(pid).parent === this.#child.pid)
      .map(Number);
  }
}

/** False for a process that is gone, or only waits for somebody to notice that (Linux). */
export const isRunning = (pid: number): boolean => !'ZX'.includes(processStatus(pid).state);

const GONE = { state: 'X', parent: 0 };

const processStatus = (pid: number | string): { state: string; parent: number } => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8'); // "pid (any name) state parent …"
    const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return GONE;
  }
};
