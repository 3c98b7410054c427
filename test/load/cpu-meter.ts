import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in ticks of 10 ms. */
const TICKS_PER_SECOND = 100;

/** CPU seconds that a process (all its threads) has used; null where /proc cannot tell. */
const cpuSeconds = (pid: number): number | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return null; // not Linux, or the process is gone
  }
};

/** Resident memory of a process in MB; null where /proc cannot tell. */
export const residentMb = (pid: number): number | null => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  } catch {
    return null; // not Linux, or the process is gone
  }
};

/** Files, sockets and pipes that a process holds open; null where /proc cannot tell. */
export const openHandles = (pid: number): number | null => {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return null; // not Linux, or the process is gone
  }
};

/** One process in one run. */
export interface ProcessUse {
  readonly name: string;
  /** Cores used on average. */
  readonly cores: number | null;
  readonly residentMb: number | null;
}

/** Watches processes from its creation on. */
export class CpuMeter {
  readonly #startedAt = performance.now();
  readonly #before: ReadonlyMap<string, { readonly pid: number; readonly seconds: number | null }>;

  constructor(pids: Readonly<Record<string, number>>) {
    this.#before = new Map(
      Object.entries(pids).map(([name, pid]) => [name, { pid, seconds: cpuSeconds(pid) }]),
    );
  }

  read(): readonly ProcessUse[] {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    return [...this.#before].map(([name, { pid, seconds: before }]) => {
      const now = cpuSeconds(pid);
      const cores = now === null || before === null ? null : (now - before) / seconds;
      return { name, cores, residentMb: residentMb(pid) };
    });
  }
}
