import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import { catalogueVoice, VOICE_CATALOGUE } from '../catalogue.js';
import type { FileCheck } from '../checksum.js';
import { checkFile } from '../checksum.js';
import { reasonOf } from '../failure.js';
import { InvalidVoice } from '../invalid-voice.js';
import type { FilePair, PinnedFile, VoiceManifest, VoiceOffer } from '../manifest.js';
import { formatManifest, voiceId } from '../manifest.js';
import { readPiperConfig } from '../piper-config.js';
import { manifestOf } from '../piper-voice.js';
import type { InstalledVoice } from '../voice-folder.js';
import { readManifestBeside, readVoice, readVoiceJson, voicePaths } from '../voice-folder.js';
import type { InstallOptions, InstallTask, Part } from './install-task.js';
import { PARTS } from './install-task.js';
import { writeAtOnce } from './place-file.js';
import type { Way } from './ways.js';
import { allWays } from './ways.js';

/** One way that was tried in vain. */
export interface FailedWay {
  readonly way: string;
  readonly reason: string;
}

/** Says what was tried for a voice, and what to do without a network. */
export class VoiceNotInstalled extends Error {
  override readonly name = 'VoiceNotInstalled';
  constructor(
    readonly voice: string,
    readonly failures: readonly FailedWay[],
    advice: string,
  ) {
    const tried = failures.map(({ way, reason }) => `  ${way}: ${reason}`);
    super([`${voice} could not be installed.`, ...tried, advice].join('\n'));
  }
}

/** A voice that is here now. */
export interface Installation {
  readonly voice: InstalledVoice;
  /** In words; null when it was here already. */
  readonly source: string | null;
  /** False when nobody had said what the files must be: what came was recorded, to be checked from now on. */
  readonly pinned: boolean;
}

const bytesIn = ({ bytes }: PinnedFile): string => (bytes === null ? '' : ` (${bytes} bytes)`);

const offlineAdvice = ({ offer, paths }: InstallTask): string =>
  `Without a network: copy ${offer.id}.onnx${bytesIn(offer.files.model)} and ` +
  `${offer.id}.onnx.json${bytesIn(offer.files.config)} into ${dirname(paths.model)}.`;

const unknownVoice = (id: string): VoiceNotInstalled => {
  const known = VOICE_CATALOGUE.map((offer) => offer.id).join(', ');
  return new VoiceNotInstalled(id, [], `It is not in the catalogue, which has: ${known}.`);
};

/** What was recorded when a file first came counts as its pin from then on. */
const pinsOf = (offer: VoiceOffer, recorded: VoiceManifest | null): FilePair<PinnedFile> => {
  const pin = (part: Part): PinnedFile =>
    offer.files[part].sha256 === null
      ? (recorded?.files[part] ?? offer.files[part])
      : offer.files[part];
  return { model: pin('model'), config: pin('config') };
};

/** A manifest that cannot be read is replaced in the end: it is no obstacle to a repair. */
const recordedManifest = async (id: string, path: string): Promise<VoiceManifest | null> => {
  try {
    const manifest = await readManifestBeside(id, path);
    return manifest?.id === id ? manifest : null;
  } catch (error) {
    if (error instanceof InvalidVoice) return null;
    throw error;
  }
};

const checkId = (id: string): void => {
  try {
    voiceId({ value: id, path: 'the name' });
  } catch {
    throw unknownVoice(id);
  }
};

const taskFor = async (
  voice: VoiceOffer | string,
  options: InstallOptions,
): Promise<InstallTask> => {
  const id = typeof voice === 'string' ? (catalogueVoice(voice)?.id ?? voice) : voice.id;
  checkId(id);
  const paths = voicePaths(options.dir, id);
  const recorded = await recordedManifest(id, paths.manifest);
  const offer = typeof voice === 'string' ? (catalogueVoice(voice) ?? recorded) : voice;
  if (offer === null) throw unknownVoice(id);
  return { offer: { ...offer, files: pinsOf(offer, recorded) }, paths, options };
};

const check = ({ offer, paths, options }: InstallTask, part: Part): Promise<FileCheck> =>
  checkFile(paths[part], offer.files[part], options.signal);

const isHere = ({ kind }: FileCheck): boolean => kind === 'verified' || kind === 'unpinned';

const missingParts = async (task: InstallTask): Promise<readonly Part[]> => {
  const missing: Part[] = [];
  for (const part of PARTS) if (!isHere(await check(task, part))) missing.push(part);
  return missing;
};

/** Tries one way; resolves with the reason when it fails. Rejects only when the signal aborts. */
const tryWay = async (way: Way, task: InstallTask): Promise<string | null> => {
  try {
    await way.fetch(await missingParts(task), task);
    return null;
  } catch (error) {
    task.options.signal.throwIfAborted();
    return reasonOf(error);
  }
};

/** Resolves with the name of the way that brought what was missing. */
const fetchMissing = async (task: InstallTask): Promise<string> => {
  const failures: FailedWay[] = [];
  for (const way of allWays(task)) {
    const reason = await tryWay(way, task);
    if (reason === null) return way.name;
    failures.push({ way: way.name, reason });
  }
  throw new VoiceNotInstalled(task.offer.id, failures, offlineAdvice(task));
};

const measured = async (task: InstallTask, part: Part): Promise<PinnedFile> => {
  const result = await check(task, part);
  return 'sha256' in result
    ? { bytes: result.bytes, sha256: result.sha256 }
    : task.offer.files[part];
};

/** Writes down what is here, sizes and checksums included; a folder that says so already is left alone. */
const record = async (task: InstallTask): Promise<void> => {
  const { offer, paths } = task;
  const piper = await readVoiceJson(offer.id, paths.config, readPiperConfig);
  const files = { model: await measured(task, 'model'), config: await measured(task, 'config') };
  const text = formatManifest({ ...manifestOf(offer.id, piper, offer), files });
  const before = await recordedManifest(offer.id, paths.manifest);
  if (before === null || formatManifest(before) !== text) await writeAtOnce(paths.manifest, text);
};

/**
 * Brings a voice of the catalogue (by id), or any other that is described, into a folder.
 *
 * - Files that are there and right are not fetched again; wrong ones are replaced.
 * - Sources are tried in order; interrupted downloads are continued, by the next call as well.
 * - A file gets its name only when its SHA-256 is right. Where nobody can say what that is, it must
 *   come over https or from this machine, and what came is recorded and held to from then on.
 * - Any number of processes may install the same voice at once.
 *
 * Rejects with a `VoiceNotInstalled` that lists what was tried, with an `InvalidVoice` when what came
 * is no voice, or with the reason of the signal.
 */
export const installVoice = async (
  voice: VoiceOffer | string,
  options: InstallOptions,
): Promise<Installation> => {
  options.signal.throwIfAborted();
  await mkdir(options.dir, { recursive: true });
  const task = await taskFor(voice, options);
  const pinned = PARTS.every((part) => task.offer.files[part].sha256 !== null);
  const missing = await missingParts(task);
  const source = missing.length === 0 ? null : await fetchMissing(task);
  await record(task);
  return { voice: await readVoice(options.dir, task.offer.id), source, pinned };
};
