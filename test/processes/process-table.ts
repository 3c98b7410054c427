import { readdirSync, readFileSync } from 'node:fs';

/** A process that runs on this machine (Linux). */
export interface ProcessEntry {
  readonly pid: number;
  /** Program and arguments, with blanks between them. */
  readonly command: string;
}

/** Lists the processes that a process started and that still run (Linux). */
export const childrenOf = (parent: number): readonly ProcessEntry[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statusOf(pid).parent === parent && isRunning(pid))
    .map((pid) => ({ pid, command: commandOf(pid) }));

/** False for a process that is gone, or only waits for somebody to notice that (Linux). */
export const isRunning = (pid: number): boolean => !'ZX'.includes(statusOf(pid).state);

interface Status {
  readonly state: string;
  readonly parent: number;
}

const statusOf = (pid: number): Status => {
  const stat = contentOf(`/proc/${pid}/stat`) ?? '0 (gone) X 0'; // pid (any name) state parent …
  const [state = 'X', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state, parent: Number(parent) };
};

const commandOf = (pid: number): string =>
  (contentOf(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim();

const contentOf = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // the process ended
  }
};
