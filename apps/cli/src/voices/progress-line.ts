import type { InstallProgress } from '@chorale/engines';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const amountOf = ({ receivedBytes, totalBytes }: InstallProgress): string => {
  if (totalBytes === null) return megabytes(receivedBytes);
  const percent = Math.floor((100 * receivedBytes) / totalBytes);
  return `${percent} % of ${megabytes(totalBytes)}`;
};

/** Says how far a download is, on one line. */
export const progressLine = (progress: InstallProgress): string =>
  `${progress.file}: ${amountOf(progress)} from ${progress.source}`;

/** Redraws one line of a terminal ten times a second at most; a log gets a line every few seconds. */
const EVERY_MS = { terminal: 100, log: 5_000 };

/** Lets through as much progress as its reader can use, the first and the last of each file included. */
export class ProgressThrottle {
  #lastMs = Number.NEGATIVE_INFINITY;
  #file = '';

  constructor(private readonly reader: keyof typeof EVERY_MS) {}

  /** True if this progress is worth showing at `nowMs`. */
  passes(progress: InstallProgress, nowMs: number): boolean {
    const isNew = progress.file !== this.#file;
    const isEnd = progress.receivedBytes === progress.totalBytes;
    if (!isNew && !isEnd && nowMs - this.#lastMs < EVERY_MS[this.reader]) return false;
    this.#lastMs = nowMs;
    this.#file = progress.file;
    return true;
  }
}
