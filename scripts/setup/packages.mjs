import { readFileSync } from 'node:fs';

import { npm } from './command.mjs';
import { inRoot } from './paths.mjs';

/**
 * Lists the packages that the lock asks for and the installed tree lacks or has in another version.
 * Optional ones may be missing: they are for other platforms.
 */
export const missingPackages = (locked, installed) =>
  Object.entries(locked)
    .filter(([path]) => path !== '')
    .filter(([path, { version, optional }]) =>
      installed[path] === undefined ? optional !== true : installed[path].version !== version,
    )
    .map(([path]) => path);

const packagesOf = (lockPath) => {
  try {
    return JSON.parse(readFileSync(inRoot(lockPath), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return {}; // npm writes this file last: nothing is installed yet
    throw error;
  }
};

const HINT = `The packages could not be installed (npm's own message is above).
If the network is the trouble, set a proxy or a registry with "npm config set", and start again.`;

/** Installs what package-lock.json names, unless it is all there. */
export const installPackages = async () => {
  const installed = packagesOf('node_modules/.package-lock.json');
  const missing = missingPackages(packagesOf('package-lock.json'), installed);
  if (missing.length === 0) return;
  console.log(
    `Installing packages: ${missing.length} missing or out of date; this takes a minute or two …`,
  );
  await npm(['ci', '--no-audit', '--no-fund'], { hint: HINT });
};
