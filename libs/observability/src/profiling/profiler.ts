import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Records one kind of profile. */
export interface Recorder {
  /** Begins; whatever it writes has a name that begins with `prefix`, an absolute path. */
  begin(prefix: string): Promise<void>;
  /** Ends, and resolves when all is written; does nothing where nothing was begun. */
  end(): Promise<void>;
}

/** Says why a recording did not begin or end; fit for whoever asked for it. */
export class ProfilerError extends Error {
  override readonly name = 'ProfilerError';
}

/** What a profiler is made of. */
export interface ProfilerParts {
  /** Where the profiles go; made if it is not there. */
  readonly folder: string;
  /** Names the process in the names of its files. */
  readonly process: string;
  readonly recorders: readonly Recorder[];
  /** Calls back after so many ms; the returned function forgets it. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
  /** Is told what went wrong with what nobody waits for. */
  readonly onFailure: (error: unknown) => void;
}

/** A recording that nobody ends is ended then, ms: it grows in memory. */
const LONGEST_MS = 300_000;

/** A folder that holds so many files takes no more: whoever can record could fill the disk. */
const MOST_FILES = 1_000;

/** Records what a process does between two orders, one order after the other. */
export class Profiler {
  #recording = false;
  #turn: Promise<unknown> = Promise.resolve();
  #forgetEnd: () => void = () => undefined;

  constructor(private readonly parts: ProfilerParts) {}

  /** Begins to record into files that begin with `recording`; rejects with a `ProfilerError`, or with what the system says. */
  start(recording: string): Promise<void> {
    return this.#inTurn(() => this.#start(recording));
  }

  /** Ends the recording; resolves when all of it is written, and rejects as `start`. */
  stop(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#recording) throw new ProfilerError('it is not running');
      await this.#end();
    });
  }

  /** Does what another process was told: begins the recording of that name, or ends it (null). Never throws. */
  obey(recording: string | null): void {
    const done = recording === null ? this.close() : this.start(recording);
    done.catch(this.parts.onFailure);
  }

  /** Ends a recording if there is one. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#recording) await this.#end();
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #start(recording: string): Promise<void> {
    const { folder, process, recorders, after } = this.parts;
    if (this.#recording) throw new ProfilerError('it is running already');
    await refuseFullFolder(folder);
    this.#recording = true;
    const prefix = join(folder, `${recording}-${process}`);
    try {
      await Promise.all(recorders.map((recorder) => recorder.begin(prefix)));
    } catch (error) {
      await this.#end().catch(() => undefined); // the first failure is the one to tell
      throw error;
    }
    this.#forgetEnd = after(LONGEST_MS, () => this.obey(null));
  }

  async #end(): Promise<void> {
    this.#recording = false;
    this.#forgetEnd();
    const ends = await Promise.allSettled(this.parts.recorders.map((recorder) => recorder.end()));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
}

const refuseFullFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length >= MOST_FILES)
    throw new ProfilerError(`the folder of profiles holds ${MOST_FILES} files`);
};
