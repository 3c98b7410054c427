import { inRepository } from './repository.js';
import { type ExitReason, SpawnedProgram } from './spawned-program.js';

/** A worker as it is shipped, with the installed voices, in a process of its own. */
export class SpawnedVoiceWorker {
  private constructor(private readonly program: SpawnedProgram) {}

  /** Starts one and waits until it pulls jobs; throws with its output if it does not. */
  static async start(env: Readonly<Record<string, string>>): Promise<SpawnedVoiceWorker> {
    const isReady = ({ records }: SpawnedProgram): boolean =>
      records.some(({ msg }) => msg === 'worker pulls jobs');
    const folders = {
      VOICES_DIR: inRepository('.chorale/voices'),
      ENGINE_CACHE_DIR: inRepository('.chorale/engines'),
    };
    const program = inRepository('apps/worker/dist/main.js');
    const options = { program, env: { ...folders, ...env }, isReady, startMs: 60_000 };
    return new SpawnedVoiceWorker(await SpawnedProgram.start(options));
  }

  kill(signal: NodeJS.Signals): Promise<ExitReason> {
    return this.program.kill(signal);
  }
}
