import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { readJson, uploadedVoiceSchema } from '@chorale/protocol';
import type { UploadedVoice, VoiceLimits, VoiceStorage, VoiceStore } from '@chorale/speech';

import { byName, voiceKey } from '../voice-order.js';

const SUFFIX = '.voice';

/** One line of JSON, then the sample. */
const NEWLINE = 0x0a;

/** What is read of a file to find its first line, bytes; longer ones are nobody's. */
const HEAD_BYTES = 64 * 1024;

/** Makes a store in a folder, which several gateways may share; it is made when the first voice comes. */
export const createDirectoryVoiceStore = (folder: string, limits: VoiceLimits): VoiceStore =>
  new DirectoryVoiceStore(folder, limits);

class DirectoryVoiceStore implements VoiceStore {
  /** What was read of a file, under its name, size and time. */
  #known: ReadonlyMap<string, UploadedVoice | null> = new Map();

  constructor(
    private readonly folder: string,
    private readonly limits: VoiceLimits,
  ) {}

  async list(): Promise<readonly UploadedVoice[]> {
    const files = await this.#files();
    const known = new Map<string, UploadedVoice | null>();
    for (const { path, mark } of files)
      known.set(mark, this.#known.get(mark) ?? (await readHead(path)));
    this.#known = known;
    return [...known.values()].filter((voice) => voice !== null).sort(byName);
  }

  async put(voice: UploadedVoice, sample: Uint8Array, replace: boolean): Promise<VoiceStorage> {
    await mkdir(this.folder, { recursive: true });
    const target = this.#pathOf(voice.name);
    const full = await this.#overLimit(target, sample.length);
    if (full !== null) return full;
    const draft = join(this.folder, `${randomUUID()}.draft`);
    try {
      await writeDurably(draft, [Buffer.from(`${JSON.stringify(voice)}\n`), sample]);
      if (replace) await rename(draft, target);
      else if (!(await linked(draft, target))) return { kind: 'exists' };
      await syncFolder(this.folder);
      return { kind: 'stored' };
    } finally {
      await rm(draft, { force: true });
    }
  }

  async sample(name: string): Promise<Uint8Array | null> {
    const bytes = await readFile(this.#pathOf(name)).catch(unlessMissing);
    if (bytes === null) return null;
    return new Uint8Array(bytes.subarray(bytes.indexOf(NEWLINE) + 1));
  }

  async delete(name: string): Promise<boolean> {
    const removed = await rm(this.#pathOf(name))
      .then(() => true)
      .catch(unlessMissing);
    if (removed === null) return false;
    await syncFolder(this.folder);
    return true;
  }

  /** Names never reach the file system: their hash does. */
  #pathOf(name: string): string {
    const hash = createHash('sha256').update(voiceKey(name)).digest('hex').slice(0, 32);
    return join(this.folder, `${hash}${SUFFIX}`);
  }

  async #overLimit(target: string, size: number): Promise<VoiceStorage | null> {
    const others = (await this.#files()).filter(({ path }) => path !== target);
    if (others.length >= this.limits.maxVoices) return { kind: 'full', limit: 'voices' };
    const bytes = others.reduce((sum, file) => sum + file.size, size);
    return bytes > this.limits.maxBytes ? { kind: 'full', limit: 'bytes' } : null;
  }

  async #files() {
    const names = (await readdir(this.folder).catch(unlessMissing)) ?? [];
    const paths = names
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => join(this.folder, name));
    const files = await Promise.all(paths.map((path) => fileAt(path)));
    return files.filter((file) => file !== null);
  }
}

/** Null for a file that was deleted meanwhile. */
const fileAt = async (path: string) => {
  const facts = await stat(path).catch(unlessMissing);
  if (facts === null) return null;
  return { path, size: facts.size, mark: `${path} ${facts.size} ${facts.mtimeMs} ${facts.ino}` };
};

/** Null for a file that was deleted meanwhile, and for one that no gateway wrote. */
const readHead = async (path: string): Promise<UploadedVoice | null> => {
  const file = await open(path).catch(unlessMissing);
  if (file === null) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    return readJson(head.subarray(0, head.indexOf(NEWLINE)).toString('utf8'), uploadedVoiceSchema);
  } finally {
    await file.close();
  }
};

const writeDurably = async (path: string, parts: readonly Uint8Array[]): Promise<void> => {
  const file = await open(path, 'wx');
  try {
    for (const part of parts) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** A name in a folder lasts only when the folder was written as well. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Gives a file a second name, unless it is taken. */
const linked = async (from: string, to: string): Promise<boolean> => {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
};

const unlessMissing = (error: unknown): null => {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
};

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
