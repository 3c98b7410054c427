import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { eventually } from '@chorale/testing';

/** The built program: TypeScript runs only inside Jest. */
const PROGRAM = fileURLToPath(new URL('../dist/processes/fake-worker.js', import.meta.url));

const START_MS = 15_000;

/** A line that the fake worker printed. */
export type WorkerLine = Readonly<Record<string, unknown>>;

/** A fake worker in a process of its own. */
export class SpawnedWorker {
  /** What it printed so far. */
  readonly lines: WorkerLine[] = [];
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | NodeJS.Signals | null>;
  #log = '';

  private constructor(env: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, [PROGRAM], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#exited = exitOf(this.#child);
    const { stdout, stderr } = this.#child;
    if (stdout) createInterface(stdout).on('line', (line) => this.lines.push(parsed(line)));
    stderr?.on('data', (text: Buffer) => (this.#log += text.toString()));
  }

  /** Starts one and waits until it pulls jobs; throws with its log if it does not. */
  static async start(env: Readonly<Record<string, string>>): Promise<SpawnedWorker> {
    const worker = new SpawnedWorker(env);
    await eventually(() => worker.#hasSpoken(), { timeoutMs: START_MS });
    return worker;
  }

  get healthUrl(): string {
    return String(this.lines[0]?.['healthUrl']);
  }

  /** Asks it to drain; resolves to its exit code, or the signal that ended it. */
  stop(): Promise<number | NodeJS.Signals | null> {
    return this.kill('SIGTERM');
  }

  kill(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    this.#child.kill(signal);
    return this.#exited;
  }

  /** Resolves when it ends by itself. */
  get exited(): Promise<number | NodeJS.Signals | null> {
    return this.#exited;
  }

  #hasSpoken(): boolean {
    if (this.#child.exitCode !== null) throw new Error(`the worker did not start: ${this.#log}`);
    return this.lines.length > 0;
  }
}

const exitOf = async (child: ChildProcess): Promise<number | NodeJS.Signals | null> => {
  await once(child, 'exit');
  return child.exitCode ?? child.signalCode;
};

const parsed = (line: string): WorkerLine => {
  const value: unknown = JSON.parse(line);
  return typeof value === 'object' && value !== null ? { ...value } : {};
};
