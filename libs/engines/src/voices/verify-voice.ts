import type { FileCheck } from './checksum.js';
import { checkFile } from './checksum.js';
import type { FilePair } from './manifest.js';
import type { InstalledVoice } from './voice-folder.js';

/** How the files of a voice compare with its manifest. */
export interface VoiceCheck extends FilePair<FileCheck> {
  readonly id: string;
  /** True if both files are what the manifest says. */
  readonly verified: boolean;
}

/** Hashes both files of a voice and compares them with its manifest; takes a moment for each 100 MB. */
export const verifyVoice = async (
  voice: InstalledVoice,
  signal?: AbortSignal,
): Promise<VoiceCheck> => {
  const { id, files } = voice.manifest;
  const model = await checkFile(voice.modelPath, files.model, signal);
  const config = await checkFile(voice.configPath, files.config, signal);
  return { id, model, config, verified: model.kind === 'verified' && config.kind === 'verified' };
};
