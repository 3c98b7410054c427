import type { Finding } from './finding.js';
import { bad, good } from './finding.js';

const NEEDED = { major: 20, minor: 19 };

/** Judges a version of Node, such as 20.19.0. */
export const checkNode = (version: string): Finding => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > NEEDED.major || (major === NEEDED.major && minor >= NEEDED.minor);
  if (fits) return good('node', `Node ${version}`);
  const needed = `${NEEDED.major}.${NEEDED.minor}`;
  return bad('node', `Node ${version} is too old`, `Install Node ${needed} or newer.`);
};
