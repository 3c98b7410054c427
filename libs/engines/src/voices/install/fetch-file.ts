import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';

import type { PinnedFile } from '../manifest.js';
import { download } from '../transfer/download.js';
import { claimPart, freshPart, releasePart } from '../transfer/part-file.js';
import type { InstallTask } from './install-task.js';
import { ChecksumMismatch, placeFile } from './place-file.js';

/** One file to be fetched over HTTP(S) to its final name. */
export interface FetchedFile {
  readonly url: URL;
  readonly target: string;
  readonly pin: PinnedFile;
  readonly mostBytes: number;
  /** In words, for the progress. */
  readonly source: string;
}

const fetchInto = (part: string, file: FetchedFile, task: InstallTask): Promise<void> => {
  const { signal, onProgress, limits, backOffMs } = task.options;
  const voice = task.offer.id;
  return download({
    url: file.url,
    path: part,
    bytes: file.pin.bytes,
    mostBytes: file.mostBytes,
    signal,
    onBytes: (receivedBytes, totalBytes) => {
      const { source, target } = file;
      onProgress?.({ voice, file: basename(target), source, receivedBytes, totalBytes });
    },
    ...(limits === undefined ? {} : { limits }),
    ...(backOffMs === undefined ? {} : { backOffMs }),
  });
};

/** What came of a pinned file is worth keeping: its checksum will tell if its halves belong together. */
const keepOrDrop = (part: string, { target, pin }: FetchedFile): Promise<void> =>
  pin.sha256 === null ? rm(part, { force: true }) : releasePart(part, target);

const fetchOnce = async (part: string, file: FetchedFile, task: InstallTask): Promise<void> => {
  try {
    await fetchInto(part, file, task);
    await placeFile(part, file.target, file.pin, task.options.signal);
  } catch (error) {
    await keepOrDrop(part, file);
    throw error;
  }
};

/**
 * Fetches a file to its final name, continuing an interrupted download of a pinned file. A wrong
 * checksum of a continued one means one more try from the start: its first half may have been of
 * another release.
 */
export const fetchFile = async (file: FetchedFile, task: InstallTask): Promise<void> => {
  const part = file.pin.sha256 === null ? freshPart(file.target) : await claimPart(file.target);
  const continued = existsSync(part);
  try {
    await fetchOnce(part, file, task);
  } catch (error) {
    if (!continued || !(error instanceof ChecksumMismatch)) throw error;
    await fetchOnce(freshPart(file.target), file, task);
  }
};
