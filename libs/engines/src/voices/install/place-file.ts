import { randomUUID } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';

import { checkFile } from '../checksum.js';
import type { PinnedFile } from '../manifest.js';

/** Says that a file came whole and is not the right one. */
export class ChecksumMismatch extends Error {
  override readonly name = 'ChecksumMismatch';
}

/** The name must not be there before the bytes are, not even after a power cut. */
const flush = async (path: string): Promise<void> => {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};

/**
 * Gives a finished file its name, at once and only if it is what its pin says; otherwise it is
 * removed and a `ChecksumMismatch` says how it differs.
 */
export const placeFile = async (
  part: string,
  target: string,
  pin: PinnedFile,
  signal: AbortSignal,
): Promise<void> => {
  const check = await checkFile(part, pin, signal);
  if (check.kind === 'different' || check.kind === 'missing') {
    await rm(part, { force: true });
    throw new ChecksumMismatch(check.kind === 'different' ? check.difference : 'nothing came');
  }
  await flush(part);
  await rename(part, target);
};

/** Writes a small file in one step: readers see the old one or the new one, never half of it. */
export const writeAtOnce = async (path: string, text: string): Promise<void> => {
  const part = `${path}.${randomUUID()}`;
  try {
    await writeFile(part, text, { flush: true });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
};
