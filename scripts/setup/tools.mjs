import { findProgram, run, SetupError } from './command.mjs';

/** Programs outside npm that some suites need: names on PATH, and the Debian package. */
const TOOLS = {
  redis: {
    names: ['redis-server', 'valkey-server', 'keydb-server'],
    debian: 'redis-server',
    advice: 'install Redis or Valkey ("apt-get install redis-server", "brew install redis")',
  },
  chromium: {
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    debian: 'chromium',
    advice: 'install Chromium or Chrome ("apt-get install chromium")',
  },
};

/** Finds a tool on PATH; null when it is not installed. */
export const findTool = (tool) => findProgram(TOOLS[tool].names);

const mayInstall = () =>
  ['1', 'true'].includes(process.env.CI ?? '') &&
  process.getuid?.() === 0 &&
  findProgram(['apt-get']) !== null;

const APT_TIMEOUT_MS = 240_000;

const aptGet = (...args) =>
  run('apt-get', ['-q', '-y', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeoutMs: APT_TIMEOUT_MS,
  });

const installFromDebian = async (name) => {
  console.log(`Installing ${name} …`);
  const install = () => aptGet('install', '--no-install-recommends', name);
  // A fresh image has no package lists; one that has them saves the update.
  if ((await install()) !== 0 && (await aptGet('update')) === 0) await install();
};

/** Finds a tool; on a CI machine where we are root it is installed first. Throws with advice. */
export const needTool = async (tool) => {
  const { debian, advice } = TOOLS[tool];
  if (findTool(tool) === null && mayInstall()) await installFromDebian(debian);
  const path = findTool(tool);
  if (path === null) throw new SetupError(`${tool} is not installed: ${advice}`);
  return path;
};
