import { inRepository } from './repository.js';
import { type ExitReason, SpawnedProgram } from './spawned-program.js';

const PROGRAM = inRepository('apps/admin/dist/main.js');

/** An admin app in a process of its own, on a free port. */
export class SpawnedAdmin {
  private constructor(private readonly program: SpawnedProgram) {}

  /** Starts one and waits until it sees the cluster; throws with its output if it does not. */
  static async start(env: Readonly<Record<string, string>>): Promise<SpawnedAdmin> {
    const isReady = async (program: SpawnedProgram): Promise<boolean> => {
      const url = urlOf(program);
      return url !== '' && (await fetch(`${url}/health/ready`)).ok;
    };
    const options = { program: PROGRAM, env: { ADMIN_PORT: '0', ...env }, isReady };
    return new SpawnedAdmin(await SpawnedProgram.start(options));
  }

  /** Starts one that is to fail; resolves to how it ended and what it said. */
  static async fail(
    env: Readonly<Record<string, string>>,
  ): Promise<{ readonly reason: ExitReason; readonly output: string }> {
    const program = new SpawnedProgram({ program: PROGRAM, env });
    return { reason: await program.exited, output: program.log };
  }

  /** Where its page is. */
  get url(): string {
    return urlOf(this.program);
  }

  /** The log of the process. */
  get log(): string {
    return this.program.lines.join('\n');
  }

  /** What it wrote to standard error. */
  get said(): string {
    return this.program.log;
  }

  stop(): Promise<ExitReason> {
    return this.program.stop();
  }
}

/** Its log says where it listens. */
const urlOf = ({ records }: SpawnedProgram): string => {
  const url = records.find((record) => record['url'] !== undefined)?.['url'];
  return typeof url === 'string' ? url : '';
};
