import { metricAt } from './metrics-page.js';
import { inRepository } from './repository.js';
import { type ExitReason, SpawnedProgram } from './spawned-program.js';

const PROGRAM = inRepository('apps/gateway/dist/main.js');

/** A gateway in a process of its own, on a free port. */
export class SpawnedGateway {
  private constructor(
    private readonly program: SpawnedProgram,
    /** Where its HTTP side is. */
    readonly url: string,
  ) {}

  /** Starts one and waits until it takes sessions; throws with its output if it does not. */
  static async start(env: Readonly<Record<string, string>>): Promise<SpawnedGateway> {
    const isReady = async (program: SpawnedProgram): Promise<boolean> => {
      const url = urlOf(program);
      return url !== '' && (await fetch(`${url}/health/ready`)).ok;
    };
    const options = { program: PROGRAM, env: { PORT: '0', ...env }, isReady };
    const program = await SpawnedProgram.start(options);
    return new SpawnedGateway(program, urlOf(program));
  }

  /** Where it speaks. */
  get speechUrl(): string {
    return `${this.url.replace('http', 'ws')}/v1/audio/speech/stream`;
  }

  /** The log of the process. */
  get log(): string {
    return this.program.lines.join('\n');
  }

  get hasEnded(): boolean {
    return this.program.hasEnded;
  }

  get pid(): number {
    return this.program.pid;
  }

  /** Resolves when it ends. */
  get exited(): Promise<ExitReason> {
    return this.program.exited;
  }

  /** Reads one figure of its metrics page; NaN if there is none of that name. */
  metric(name: string): Promise<number> {
    return metricAt(this.url, name);
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
}

/** Its log says where it listens. */
const urlOf = ({ records }: SpawnedProgram): string => {
  const url = records.find((record) => record['url'] !== undefined)?.['url'];
  return typeof url === 'string' ? url : '';
};
