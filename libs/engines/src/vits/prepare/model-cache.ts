import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { sha256OfFile } from '../../voices/checksum.js';
import { parseModel } from '../graph/onnx-graph.js';
import { splitModel } from '../graph/split-model.js';
import { readEntry, writeEntry } from './cache-entry.js';
import type { PreparedVoice } from './prepared-voice.js';

/** Changes whenever the same model would be split in another way. */
const PREPARATION_VERSION = 2;

// Each try fails only if another process replaces the entry at that very moment.
const TRIES = 5;
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/**
 * Gives a voice's split model, from the cache when it is there and whole, else made anew (1–2 s).
 *
 * Entries are folders named by the model's SHA-256. They appear by one rename, so any number of
 * processes may prepare at once, and a crash leaves nothing half-written under an entry's name.
 */
export const prepareVoice = async (modelPath: string, cacheDir: string): Promise<PreparedVoice> => {
  const modelHash = await sha256OfFile(modelPath);
  const entry = resolve(cacheDir, `vits-${PREPARATION_VERSION}-${modelHash}`);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const found = await readEntry(entry, modelHash);
    if (found !== null) return found;
    await setAside(entry);
    await build(modelPath, entry);
  }
  throw new Error(`the prepared model does not stay whole in ${cacheDir}`);
};

const build = async (modelPath: string, entry: string): Promise<void> => {
  await removeAbandoned(entry);
  const draft = `${entry}.draft-${randomUUID()}`;
  await mkdir(draft, { recursive: true });
  try {
    await writeEntry(draft, splitModel(parseModel(await readFile(modelPath))));
    await rename(draft, entry).catch(ignoreIfTaken);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

/** Another process was faster: its entry is as good as ours. */
const ignoreIfTaken = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
};

/** Moves a damaged entry out of the way by one rename, then removes it: readers never see it shrink. */
const setAside = async (entry: string): Promise<void> => {
  const aside = `${entry}.draft-${randomUUID()}`;
  try {
    await rename(entry, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Removes what processes that died in the middle have left of this entry. */
const removeAbandoned = async (entry: string): Promise<void> => {
  const folder = dirname(entry);
  await mkdir(folder, { recursive: true });
  const drafts = (await readdir(folder)).filter((name) =>
    name.startsWith(`${basename(entry)}.draft-`),
  );
  for (const name of drafts) {
    const path = join(folder, name);
    const age = Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? Date.now());
    if (age > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
};
