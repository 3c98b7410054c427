import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { npm } from './command.mjs';
import { inRoot } from './paths.mjs';

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'output']);

const filesIn = (folder) =>
  readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : filesIn(path);
    return entry.name.includes('.spec.') ? [] : [path];
  });

/** Hashes names and contents of files, so that a touched or re-cloned file does not build again. */
export const hashFiles = (paths, read) => {
  const hash = createHash('sha256');
  for (const path of [...paths].sort()) {
    const content = read(path);
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
};

const hashSources = (folders) =>
  hashFiles(
    ['package-lock.json', 'tsconfig.json', 'nest-cli.json', ...folders.flatMap(filesIn)],
    (path) => readFileSync(inRoot(path)),
  );

/** Runs `build` unless the sources are those of the last successful build and its outputs are there. */
const buildOnce = async (name, { folders, outputs, build }) => {
  const stampPath = inRoot(join('.chorale', `${name}.sha256`));
  const hash = hashSources(folders);
  const built = existsSync(stampPath) && readFileSync(stampPath, 'utf8') === hash;
  if (built && outputs.every((path) => existsSync(inRoot(path)))) return;
  await build();
  mkdirSync(dirname(stampPath), { recursive: true });
  writeFileSync(stampPath, hash);
};

const entriesOf = ({ projects }) =>
  Object.values(projects).map(({ root, entryFile }) => `${root}/dist/${entryFile}.js`);

/** Apps with a folder `web` have a page. */
const pagesOf = ({ projects }) =>
  Object.values(projects)
    .filter(({ root }) => existsSync(inRoot(`${root}/web/index.html`)))
    .map(({ root }) => `${root}/dist/page/index.html`);

/** Compiles all apps and libraries, if their sources changed. */
export const buildSources = () => {
  const projects = JSON.parse(readFileSync(inRoot('nest-cli.json'), 'utf8'));
  return buildOnce('build', {
    folders: ['apps', 'libs'],
    outputs: [...entriesOf(projects), ...pagesOf(projects)],
    build: () => {
      console.log('Building …');
      return npm(['run', '--silent', 'build'], { hint: 'The build failed; see above.' });
    },
  });
};

/** Compiles the processes that only tests start, if anything changed. */
export const buildTestProcesses = () =>
  buildOnce('build-test', {
    folders: ['apps', 'libs', 'test'],
    outputs: ['test/dist'],
    build: () =>
      npm(['run', '--silent', 'build:test'], { hint: 'The test build failed; see above.' }),
  });
