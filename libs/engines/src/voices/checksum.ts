import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

import type { PinnedFile } from './manifest.js';

/** Reads a file to its end and hashes it; lower-case hex. */
export const sha256OfFile = async (path: string, signal?: AbortSignal): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, signal === undefined ? {} : { signal });
  return hash.digest('hex');
};

/** How a file on disk compares with what it must be; an unpinned file is measured and not judged. */
export type FileCheck =
  | { readonly kind: 'verified' | 'unpinned'; readonly bytes: number; readonly sha256: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'different'; readonly difference: string };

const sizeOf = async (path: string): Promise<number | null> => {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch {
    return null;
  }
};

/** Compares a file with its pin: size first, since that costs nothing. */
export const checkFile = async (
  path: string,
  pin: PinnedFile,
  signal?: AbortSignal,
): Promise<FileCheck> => {
  const bytes = await sizeOf(path);
  if (bytes === null) return { kind: 'missing' };
  if (pin.bytes !== null && pin.bytes !== bytes)
    return { kind: 'different', difference: `${bytes} bytes instead of ${pin.bytes}` };
  const sha256 = await sha256OfFile(path, signal);
  if (pin.sha256 === null) return { kind: 'unpinned', bytes, sha256 };
  return pin.sha256 === sha256
    ? { kind: 'verified', bytes, sha256 }
    : { kind: 'different', difference: `SHA-256 ${sha256} instead of ${pin.sha256}` };
};
