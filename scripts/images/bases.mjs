import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { runOrFail, SetupError } from '../setup/command.mjs';

/** Stand-ins for the bases that the Dockerfile names, where no registry of images is reached. */
export const LOCAL_BASES = {
  build: 'localhost/chorale-build-base',
  run: 'localhost/chorale-run-base',
};

const PACKAGES = {
  build: ['--variant=minbase', '--include=ca-certificates,libstdc++6'],
  // No shell and no package manager, as in a distroless image.
  run: ['--variant=extract', '--include=base-files,libc6,libstdc++6,libgcc-s1,ca-certificates'],
};

const npmFolder = () => {
  const folder = join(dirname(realpathSync(process.execPath)), '../lib/node_modules/npm');
  if (!existsSync(folder)) throw new SetupError(`npm is not in ${folder}, beside this Node.`);
  return folder;
};

/** Runs buildah to its end; returns what it wrote. Throws when it fails. */
export const buildah = (...args) => execFileSync('buildah', args, { encoding: 'utf8' }).trim();

const addNpm = (container) => {
  buildah('copy', container, npmFolder(), '/usr/local/lib/node_modules/npm');
  const link = 'ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm';
  buildah('run', '--isolation', 'chroot', container, '--', 'sh', '-c', link);
};

const extract = async (archive, packages, image) =>
  runOrFail('mmdebstrap', ['--quiet', ...packages, 'bookworm', archive], {
    hint: `mmdebstrap could not fetch what ${image} is made of; see above.`,
  });

const exists = (image) => buildah('images', '--quiet', '--filter', `reference=${image}`) !== '';

/** Makes an image of Debian's packages, which are arguments of mmdebstrap, unless it is there; `finish` gets its container. */
export const makeDebianImage = async (image, packages, finish) => {
  if (exists(image)) return;
  const folder = mkdtempSync(join(tmpdir(), 'chorale-debian-'));
  try {
    const archive = join(folder, 'root.tar');
    await extract(archive, packages, image);
    const container = buildah('from', 'scratch');
    buildah('add', container, archive, '/');
    finish(container);
    buildah('commit', '--quiet', '--rm', container, image);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const finishBase = (kind) => (container) => {
  buildah('copy', container, process.execPath, '/usr/local/bin/node');
  if (kind === 'build') addNpm(container);
};

/** Makes both bases of Debian's packages and this machine's Node, unless they are there. */
export const makeLocalBases = async () => {
  for (const [kind, image] of Object.entries(LOCAL_BASES))
    await makeDebianImage(image, PACKAGES[kind], finishBase(kind));
};
