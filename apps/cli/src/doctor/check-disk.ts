import { access, constants, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import type { Finding } from './finding.js';
import { bad, good, odd } from './finding.js';

/** A voice, and the models that are made of it. */
const ROOM_BYTES = 500_000_000;

const isThere = async (path: string, mode: number = constants.F_OK): Promise<boolean> => {
  try {
    await access(path, mode);
    return true;
  } catch {
    return false;
  }
};

/** The folder, or the first one above it that exists. */
const standing = async (folder: string): Promise<string> =>
  (await isThere(folder)) || dirname(folder) === folder ? folder : standing(dirname(folder));

/** Sees whether models can be kept in a folder that may not exist yet. */
export const checkDisk = async (folder: string): Promise<Finding> => {
  const path = await standing(resolve(folder));
  if (!(await isThere(path, constants.W_OK)))
    return bad(
      'disk',
      `${path} cannot be written`,
      'Give its user the right to, or set ENGINE_CACHE_DIR.',
    );
  const { bavail, bsize } = await statfs(path);
  const free = `${((bavail * bsize) / 1e9).toFixed(1)} GB are free for models in ${folder}`;
  return bavail * bsize >= ROOM_BYTES
    ? good('disk', free)
    : odd('disk', free, 'Make room, or set ENGINE_CACHE_DIR: a voice takes up to 0.5 GB.');
};
