/**
 * node scripts/images/collect.mjs TARGET APP…
 *
 * Copies into TARGET what the apps (apps/gateway …) need to run on this platform and nothing else: of
 * our workspaces what was built, of other packages what is no documentation, type or map.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

import { inRoot, ROOT } from '../setup/paths.mjs';
import { productionTree } from './production-tree.mjs';

/** What a running app reads of a workspace. */
const RUNNING_PARTS = ['package.json', 'dist', 'public', 'LICENSE'];

const IDLE_FILE = /\.(d\.[cm]?ts|map|md|markdown|tsbuildinfo)$|\.spec\.js$/;

const isNeeded = (source) => !IDLE_FILE.test(basename(source));

/** Builds of ONNX Runtime for other machines are six times as large as the one for ours. */
const RUNTIMES = 'node_modules/onnxruntime-node/bin/napi-v6';
const OWN_RUNTIME = `${RUNTIMES}/${process.platform}/${process.arch}`;

const isForeign = (source) => {
  const path = relative(ROOT, source);
  if (!path.startsWith(`${RUNTIMES}/`)) return false;
  return !`${OWN_RUNTIME}/`.startsWith(`${path}/`) && !path.startsWith(`${OWN_RUNTIME}/`);
};

const copy = (path, target) => {
  if (!existsSync(inRoot(path))) return; // an optional package of another platform
  mkdirSync(dirname(join(target, path)), { recursive: true });
  cpSync(inRoot(path), join(target, path), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => isNeeded(source) && !isForeign(source),
  });
};

/** Packages below this one are copied if they are needed, and then by themselves. */
const copyPackage = (path, target) => {
  copy(path, target);
  rmSync(join(target, path, 'node_modules'), { recursive: true, force: true });
};

const link = (path, workspace, target) => {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  symlinkSync(relative(dirname(path), workspace), join(target, path));
};

const [target, ...apps] = process.argv.slice(2);
const lock = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
const { packages, workspaces } = productionTree(lock, apps);
copy('LICENSE', target);
for (const workspace of workspaces)
  for (const part of RUNNING_PARTS) copy(join(workspace, part), target);
// Outer packages first: copying one leaves out what is nested in it.
for (const path of packages) {
  const { link: isLink, resolved } = lock.packages[path];
  if (isLink) link(path, resolved, target);
  else copyPackage(path, target);
}
console.log(`${apps.join(' and ')}: ${workspaces.length} workspaces, ${packages.length} packages`);
