import { childrenOf, type ProcessEntry } from './process-table.js';
import { inRepository } from './repository.js';
import { type ExitReason, SpawnedProgram } from './spawned-program.js';

const PROGRAM = inRepository('scripts/start.mjs');

/** The first start of a voice prepares its model; on two busy cores that takes a while. */
const START_MS = 120_000;

/** What a launcher is started with; the port is a free one unless it is named. */
export interface LauncherOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const ON_CPU = ['--execution-providers', 'cpu'];

const programOf = ({ args = [], env = {} }: LauncherOptions) => ({
  program: PROGRAM,
  args: ['--port', '0', ...ON_CPU, ...args],
  env,
});

/** What `npm start` runs, in a process of its own. */
export class SpawnedLauncher {
  private constructor(private readonly program: SpawnedProgram) {}

  /** Starts one and waits until it says that it is ready; throws with its output if it does not. */
  static async start(options: LauncherOptions = {}): Promise<SpawnedLauncher> {
    const isReady = (program: SpawnedProgram): boolean => said(program, /^Ctrl-C/) !== '';
    const program = { ...programOf(options), isReady, startMs: START_MS };
    return new SpawnedLauncher(await SpawnedProgram.start(program));
  }

  /** Starts one that is to fail; resolves to how it ended and what it said. */
  static async fail(
    options: LauncherOptions,
  ): Promise<{ readonly reason: ExitReason; readonly output: string }> {
    const program = new SpawnedProgram(programOf(options));
    return { reason: await program.exited, output: outputOf(program) };
  }

  /** Where its page is, as it says. */
  get pageUrl(): string {
    return said(this.program, /Page +(\S+)/);
  }

  /** Where it speaks, as it says. */
  get speechUrl(): string {
    return said(this.program, /WebSocket +(\S+)/);
  }

  get port(): number {
    return Number(new URL(this.pageUrl).port);
  }

  /** All that it and its processes have written. */
  get output(): string {
    return outputOf(this.program);
  }

  /** The processes that it runs (Linux). */
  get children(): readonly ProcessEntry[] {
    return childrenOf(this.program.pid);
  }

  /** Sends a signal; resolves to its exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<ExitReason> {
    return this.program.kill(signal);
  }
}

const outputOf = ({ lines, log }: SpawnedProgram): string => `${lines.join('\n')}\n${log}`;

/** What a line of the launcher matches: its group, or else all of it; '' if there is no such line. */
const said = ({ lines }: SpawnedProgram, pattern: RegExp): string => {
  const match = lines.map((line) => pattern.exec(line)).find((found) => found !== null);
  return match?.[1] ?? match?.[0] ?? '';
};
