import { markOfText } from '@chorale/testing';

import { metricAt } from './metrics-page.js';
import { inRepository } from './repository.js';
import { type ExitReason, type ProgramRecord, SpawnedProgram } from './spawned-program.js';

const PROGRAM = inRepository('test/dist/processes/fake-worker.js');

/** A fake worker in a process of its own. */
export class SpawnedWorker {
  private constructor(private readonly program: SpawnedProgram) {}

  /** Starts one and waits until it pulls jobs; throws with its output if it does not. */
  static async start(env: Readonly<Record<string, string>>): Promise<SpawnedWorker> {
    const isReady = ({ records }: SpawnedProgram): boolean => records.length > 0;
    return new SpawnedWorker(await SpawnedProgram.start({ program: PROGRAM, env, isReady }));
  }

  /** What it printed so far. */
  get lines(): readonly ProgramRecord[] {
    return this.program.records;
  }

  /** When it began each unit of a sentence, ms since 1970; it must have been told to trace them. */
  unitTimesOf(text: string): readonly number[] {
    const mark = `"mark":"${markOfText(text)}"`;
    const traced = this.program.lines.filter((line) => line.includes(mark));
    return traced.map((line) => Number(/"at":([\d.]+)/.exec(line)?.[1]));
  }

  /** The log of the process. */
  get log(): string {
    return this.program.log;
  }

  get healthUrl(): string {
    return String(this.lines[0]?.['healthUrl']);
  }

  /** Reads one figure of its metrics page; NaN if there is none of that name. */
  metric(name: string): Promise<number> {
    return metricAt(this.healthUrl, name);
  }

  get pid(): number {
    return this.program.pid;
  }

  /** Asks it to drain; resolves to its exit code, or the signal that ended it. */
  stop(): Promise<ExitReason> {
    return this.program.stop();
  }

  kill(signal: NodeJS.Signals): Promise<ExitReason> {
    return this.program.kill(signal);
  }

  /** Sends a signal that it survives. */
  signal(signal: NodeJS.Signals): void {
    this.program.signal(signal);
  }

  get hasEnded(): boolean {
    return this.program.hasEnded;
  }

  /** Resolves when it ends by itself. */
  get exited(): Promise<ExitReason> {
    return this.program.exited;
  }
}
