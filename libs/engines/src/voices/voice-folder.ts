import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { catalogueVoice } from './catalogue.js';
import { codeOf, reasonOf } from './failure.js';
import { InvalidVoice } from './invalid-voice.js';
import type { Read } from './json-field.js';
import { FieldError, parseJson } from './json-field.js';
import type { FilePair, VoiceManifest } from './manifest.js';
import { readManifest, voiceId } from './manifest.js';
import type { PiperConfig } from './piper-config.js';
import { readPiperConfig } from './piper-config.js';
import { manifestOf } from './piper-voice.js';

/** A voice whose files are here; `piper` is its configuration. */
export interface InstalledVoice {
  readonly manifest: VoiceManifest;
  readonly piper: PiperConfig;
  readonly modelPath: string;
  readonly configPath: string;
}

/** What a folder holds: a bad pair is a problem of its own and hides no other voice. */
export interface VoiceFindings {
  /** By id, in code unit order. */
  readonly voices: readonly InstalledVoice[];
  readonly problems: readonly InvalidVoice[];
}

/** Where the files of a voice lie in a folder. */
export interface VoicePaths extends FilePair<string> {
  readonly manifest: string;
}

const MODEL_SUFFIX = '.onnx';

/** The largest Piper configuration (904 speakers) has 20 KB. */
const MOST_JSON_BYTES = 1024 * 1024;

/** Names the files of voice `id` in `dir`; they need not exist. */
export const voicePaths = (dir: string, id: string): VoicePaths => ({
  model: join(dir, `${id}${MODEL_SUFFIX}`),
  config: join(dir, `${id}${MODEL_SUFFIX}.json`),
  manifest: join(dir, `${id}.chorale.json`),
});

/** Runs `work` on one file of a voice; every failure then names the voice and the file. */
const onFileOf = async <Value>(
  voice: string,
  path: string,
  work: () => Promise<Value>,
): Promise<Value> => {
  try {
    return await work();
  } catch (cause) {
    throw new InvalidVoice(voice, basename(path), reasonOf(cause), { cause });
  }
};

/** Reads and checks one JSON file of a voice. Throws an `InvalidVoice`. */
export const readVoiceJson = <Value>(
  voice: string,
  path: string,
  read: Read<Value>,
): Promise<Value> =>
  onFileOf(voice, path, async () => {
    const { size } = await stat(path);
    if (size > MOST_JSON_BYTES) throw new FieldError('', `at most ${MOST_JSON_BYTES} bytes long`);
    return read(parseJson(await readFile(path, 'utf8')));
  });

const startOf = async (path: string, bytes: number): Promise<string> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(bytes) });
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
};

/** Catches what a checkout without large files, or a proxy's error page, leaves in the model's place. */
const checkModel = (voice: string, path: string): Promise<void> =>
  onFileOf(voice, path, async () => {
    const start = await startOf(path, 64);
    if (start.startsWith('version https://git-lfs'))
      throw new TypeError('is a Git LFS pointer, not the model: run `git lfs pull`');
    if (start === '' || /^\s*[<{]/.test(start)) throw new TypeError('is not an ONNX model');
  });

/** Reads the manifest of a voice; null when it has none. Throws an `InvalidVoice`. */
export const readManifestBeside = async (
  id: string,
  path: string,
): Promise<VoiceManifest | null> => {
  try {
    await stat(path);
  } catch {
    return null;
  }
  return readVoiceJson(id, path, readManifest);
};

const checkAgreement = (id: string, file: string, manifest: VoiceManifest, piper: PiperConfig) => {
  const refuse = (reason: string): never => {
    throw new InvalidVoice(id, basename(file), reason);
  };
  if (manifest.id !== id) refuse(`describes the voice ${manifest.id}`);
  if (manifest.nativeRate !== piper.sampleRate)
    refuse(`says ${manifest.nativeRate} Hz, but the model makes ${piper.sampleRate} Hz`);
  if (manifest.speakers.length !== piper.speakers.length)
    refuse(`has ${manifest.speakers.length} speakers, but the model ${piper.speakers.length}`);
};

/** Reads one voice of a folder; without a manifest it is described by its configuration. Throws an `InvalidVoice`. */
export const readVoice = async (dir: string, id: string): Promise<InstalledVoice> => {
  const paths = voicePaths(dir, id);
  await onFileOf(id, paths.model, () => Promise.resolve(voiceId({ value: id, path: 'its name' })));
  await checkModel(id, paths.model);
  const piper = await readVoiceJson(id, paths.config, readPiperConfig);
  const manifest = await readManifestBeside(id, paths.manifest);
  if (manifest !== null) checkAgreement(id, paths.manifest, manifest, piper);
  return {
    manifest: manifest ?? manifestOf(id, piper, catalogueVoice(id)),
    piper,
    modelPath: paths.model,
    configPath: paths.config,
  };
};

const modelsIn = async (dir: string): Promise<readonly string[]> => {
  try {
    return (await readdir(dir)).filter((name) => name.endsWith(MODEL_SUFFIX)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
};

/** Names are matched without regard to case, so the second of two that differ only by case could never be asked for. */
const namesake = (id: string, before: readonly string[]): InvalidVoice | null => {
  const other = before.find((each) => each.toLowerCase() === id.toLowerCase());
  if (other === undefined) return null;
  return new InvalidVoice(id, `${id}${MODEL_SUFFIX}`, `has the same name as ${other}`);
};

/** Lists the voices of a folder and what is wrong with the others. A folder that does not exist is empty. */
export const findVoices = async (dir: string): Promise<VoiceFindings> => {
  const ids = (await modelsIn(dir)).map((name) => name.slice(0, -MODEL_SUFFIX.length));
  const voices: InstalledVoice[] = [];
  const problems: InvalidVoice[] = [];
  for (const [position, id] of ids.entries()) {
    try {
      const clash = namesake(id, ids.slice(0, position));
      if (clash !== null) throw clash;
      voices.push(await readVoice(dir, id));
    } catch (error) {
      if (!(error instanceof InvalidVoice)) throw error;
      problems.push(error);
    }
  }
  return { voices, problems };
};
