import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { sha256OfFile } from '../../voices/checksum.js';
import { modelBytes } from '../graph/onnx-graph.js';
import type { VitsPlan } from '../graph/plan.js';
import type { SplitModel } from '../graph/split-model.js';
import { PARTS, type Part, type PreparedVoice } from './prepared-voice.js';

const RECORD_FILE = 'voice.json';

/** What an entry says about itself. An entry whose files are not as recorded is damaged. */
interface EntryRecord {
  readonly plan: VitsPlan;
  readonly sha256: Readonly<Record<Part, string>>;
}

/** Writes a split model into an empty folder, the record last. */
export const writeEntry = async (folder: string, split: SplitModel): Promise<void> => {
  const sha256: Partial<Record<Part, string>> = {};
  for (const part of PARTS) {
    const bytes = modelBytes(split[part]);
    sha256[part] = createHash('sha256').update(bytes).digest('hex');
    await writeFile(fileOf(folder, part), bytes);
  }
  await writeFile(join(folder, RECORD_FILE), JSON.stringify({ plan: split.plan, sha256 }));
};

/** Reads an entry and proves its files; null when there is none, or none that is whole. */
export const readEntry = async (
  folder: string,
  modelHash: string,
): Promise<PreparedVoice | null> => {
  try {
    // Written by `writeEntry` of this very version: the folder's name holds it, the hashes prove the rest.
    const record = JSON.parse(await readFile(join(folder, RECORD_FILE), 'utf8')) as EntryRecord;
    const files = { encoder: '', flow: '', front: '', back: '' };
    let bytes = 0;
    for (const part of PARTS) {
      files[part] = fileOf(folder, part);
      if ((await sha256OfFile(files[part])) !== record.sha256[part]) return null;
      bytes += (await stat(files[part])).size;
    }
    return { modelHash, plan: record.plan, files, bytes };
  } catch {
    // Unreadable, cut short or gone: in each case it is made anew.
    return null;
  }
};

const fileOf = (folder: string, part: Part): string => join(folder, `${part}.onnx`);
