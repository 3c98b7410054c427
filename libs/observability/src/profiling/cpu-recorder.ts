import { writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';

import type { Recorder } from './profiler.js';

/** Records which functions of this thread take its time, into `PREFIX.cpuprofile`, which browsers' developer tools read. */
export class CpuRecorder implements Recorder {
  #open: { readonly session: Session; readonly prefix: string } | null = null;

  async begin(prefix: string): Promise<void> {
    const session = new Session();
    session.connect();
    this.#open = { session, prefix };
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
  }

  async end(): Promise<void> {
    if (this.#open === null) return;
    const { session, prefix } = this.#open;
    this.#open = null;
    try {
      const { profile } = await session.post('Profiler.stop');
      await writeFile(`${prefix}.cpuprofile`, JSON.stringify(profile));
    } finally {
      session.disconnect();
    }
  }
}
