import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { eventually, spawnTied } from '@chorale/testing';

import { inRepository } from './repository.js';

/** Where no `.env` of a developer lies. */
const FOLDER = inRepository('test');

/** What programs may take from our environment; a developer's settings are not among it. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'LANG'];

const START_MS = 30_000;

/** The exit code of a program, or the signal that ended it. */
export type ExitReason = number | NodeJS.Signals | null;

/** A line of JSON that a program wrote. */
export type ProgramRecord = Readonly<Record<string, unknown>>;

/** How to start a program, and how to tell that it has started. */
export interface ProgramOptions {
  /** Path of a built program: TypeScript runs only inside Jest. */
  readonly program: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly isReady: (program: SpawnedProgram) => boolean | Promise<boolean>;
  /** Default 30 000. */
  readonly startMs?: number;
}

/** A Node program in a process of its own, which dies with ours. */
export class SpawnedProgram {
  /** Lines of its standard output so far. */
  readonly lines: string[] = [];
  /** Resolves when it ends, whoever ended it. */
  readonly exited: Promise<ExitReason>;
  readonly #child: ChildProcess;
  #log = '';

  /** Starts a program without waiting for anything. */
  constructor({ program, args = [], env }: Omit<ProgramOptions, 'isReady'>) {
    this.#child = spawnTied([process.execPath, program, ...args], {
      cwd: FOLDER,
      env: { ...inherited(), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.exited = exitOf(this.#child);
    const { stdout, stderr } = this.#child;
    if (stdout) createInterface(stdout).on('line', (line) => this.lines.push(line));
    stderr?.on('data', (text: Buffer) => (this.#log += text.toString()));
  }

  /** Starts a program and waits until it is ready; where it ends first or takes too long, it is killed and its output told. */
  static async start(options: ProgramOptions): Promise<SpawnedProgram> {
    const program = new SpawnedProgram(options);
    const { isReady, startMs = START_MS } = options;
    try {
      await eventually(() => program.hasEnded || isReady(program), { timeoutMs: startMs });
      if (!program.hasEnded) return program;
    } catch (error) {
      throw await program.#failure(error);
    }
    throw await program.#failure();
  }

  /** Writes all of its standard input. */
  feed(text: string): void {
    this.#child.stdin?.end(text);
  }

  /** Those of its lines that are JSON objects, such as log entries. */
  get records(): readonly ProgramRecord[] {
    return this.lines.flatMap(recordsIn);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it wrote to standard error so far. */
  get log(): string {
    return this.#log;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Asks it to end in good order. */
  stop(): Promise<ExitReason> {
    return this.kill('SIGTERM');
  }

  kill(signal: NodeJS.Signals): Promise<ExitReason> {
    this.signal(signal);
    return this.exited;
  }

  /** Sends a signal that it survives. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async #failure(cause?: unknown): Promise<Error> {
    const reason = this.hasEnded ? 'ended while starting' : 'did not get ready';
    await this.kill('SIGKILL');
    const output = [...this.lines, this.#log].join('\n');
    return new Error(`the program ${reason}:\n${output}`, { cause });
  }
}

const inherited = (): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(INHERITED.map((name) => [name, process.env[name]]));

/** After its output was read to the end. */
const exitOf = async (child: ChildProcess): Promise<ExitReason> => {
  await once(child, 'close');
  return child.exitCode ?? child.signalCode;
};

const recordsIn = (line: string): readonly ProgramRecord[] => {
  if (!line.startsWith('{')) return [];
  const value: unknown = JSON.parse(line);
  return typeof value === 'object' && value !== null ? [{ ...value }] : [];
};
