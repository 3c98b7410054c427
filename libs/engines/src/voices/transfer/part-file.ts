import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { codeOf } from '../failure.js';

/** A download touches its file at least this often (stall limit and longest back-off are shorter), or its process is dead. */
const ABANDONED_MS = 60_000;

const isAbandoned = async (path: string, shared: string): Promise<boolean> => {
  if (path === shared) return true;
  try {
    return Date.now() - (await stat(path)).mtimeMs > ABANDONED_MS;
  } catch {
    return false;
  }
};

const leftovers = async (target: string): Promise<readonly string[]> => {
  const prefix = `${basename(target)}.part`;
  const names = (await readdir(dirname(target))).filter((name) => name.startsWith(prefix)).sort();
  const paths = names.map((name) => join(dirname(target), name));
  const abandoned = await Promise.all(paths.map((path) => isAbandoned(path, `${target}.part`)));
  return paths.filter((_, position) => abandoned[position]);
};

/** Moves a file; false when it is gone, because somebody else was faster. */
const tryRename = async (from: string, to: string): Promise<boolean> => {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
};

/** Names a file of this installer's own that does not exist yet, in which `target` takes shape. */
export const freshPart = (target: string): string => `${target}.part.${randomUUID()}`;

/**
 * Names a file of this installer's own in which `target` takes shape, holding what an earlier try
 * left behind, if anything (it may not exist yet).
 *
 * Left-overs change hands by rename, so of several installers exactly one continues them and no two
 * ever write to one file: no lock, and nothing to clean up after a crash.
 */
export const claimPart = async (target: string): Promise<string> => {
  const own = freshPart(target);
  let claimed = false;
  for (const left of await leftovers(target)) {
    if (claimed) await rm(left, { force: true });
    else claimed = await tryRename(left, own);
  }
  return own;
};

/** Leaves what has come so far to the next installer. */
export const releasePart = async (own: string, target: string): Promise<void> => {
  await tryRename(own, `${target}.part`);
};
