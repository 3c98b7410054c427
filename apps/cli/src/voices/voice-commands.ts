import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { FileCheck, Installation, InstallProgress, VoiceCheck } from '@chorale/engines';
import {
  findVoices,
  installVoice,
  readVoice,
  verifyVoice,
  VOICE_CATALOGUE,
  voicePaths,
} from '@chorale/engines';

import { voiceListLines } from './voice-list.js';

/** Where voices are, and how to tell what happens to them. */
export interface VoiceDesk {
  readonly dir: string;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
  readonly onProgress: (progress: InstallProgress) => void;
}

/** Lists installed voices, bad pairs and the rest of the catalogue. */
export const listVoices = async ({ dir, onLine }: VoiceDesk): Promise<void> => {
  voiceListLines(dir, await findVoices(dir), VOICE_CATALOGUE).forEach(onLine);
};

const arrival = ({ voice, source, pinned }: Installation): string => {
  const { id } = voice.manifest;
  if (source === null) return `${id} is here already and as it should be.`;
  const check = pinned
    ? 'its checksum is right'
    : 'nobody knows its checksum: what came is recorded and checked from now on';
  return `${id} is installed from ${source}; ${check}.`;
};

/** Installs voices one after the other; `from` is a folder that holds their files. */
export const addVoices = async (
  ids: readonly string[],
  desk: VoiceDesk,
  from: string | null,
): Promise<void> => {
  const { dir, signal, onLine, onProgress } = desk;
  for (const id of ids) {
    const more = from === null ? {} : { from };
    onLine(arrival(await installVoice(id, { dir, signal, onProgress, ...more })));
  }
};

/** The names of all files of a voice, unfinished downloads included. */
const filesOf = async (dir: string, id: string): Promise<readonly string[]> => {
  const { model, config, manifest } = voicePaths('', id);
  const isPart = (name: string) => [model, config].some((file) => name.startsWith(`${file}.part`));
  const names = existsSync(dir) ? await readdir(dir) : [];
  return names.filter((name) => [model, config, manifest].includes(name) || isPart(name));
};

/** Deletes the files of voices; false if one of them is not there. */
export const removeVoices = async (
  ids: readonly string[],
  { dir, onLine }: VoiceDesk,
): Promise<boolean> => {
  let all = true;
  for (const id of ids) {
    const files = await filesOf(dir, id);
    await Promise.all(files.map((name) => rm(join(dir, name))));
    onLine(files.length > 0 ? `${id} is removed.` : `${id} is not in ${dir}.`);
    all &&= files.length > 0;
  }
  return all;
};

const fault = (file: string, check: FileCheck): readonly string[] => {
  switch (check.kind) {
    case 'verified':
      return [];
    case 'unpinned':
      return [`the ${file} has SHA-256 ${check.sha256}, and nobody said what it must be`];
    case 'missing':
      return [`the ${file} is missing`];
    case 'different':
      return [`the ${file} has ${check.difference}`];
  }
};

const verdict = ({ id, model, config }: VoiceCheck): string => {
  const faults = [...fault('model', model), ...fault('configuration', config)];
  return `${id}: ${faults.length === 0 ? 'as it should be' : faults.join('; ')}`;
};

const isDamaged = ({ model, config }: VoiceCheck): boolean =>
  [model, config].some(({ kind }) => kind === 'missing' || kind === 'different');

/** Compares voices (all, if none is named) with their checksums; false if one is damaged. */
export const verifyVoices = async (
  ids: readonly string[],
  { dir, signal, onLine }: VoiceDesk,
): Promise<boolean> => {
  const voices =
    ids.length === 0
      ? (await findVoices(dir)).voices
      : await Promise.all(ids.map((id) => readVoice(dir, id)));
  let intact = true;
  for (const voice of voices) {
    const check = await verifyVoice(voice, signal);
    onLine(verdict(check));
    intact &&= !isDamaged(check);
  }
  return intact;
};
