import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { findProgram, run, SetupError } from './command.mjs';

/** Where tools that we build are kept, for all checkouts of this user. */
export const TOOLS_FOLDER =
  process.env.CHORALE_TOOLS || join(homedir(), '.cache', 'chorale', 'tools');

/** Programs outside npm that some suites need: names on PATH, and the Debian package, Go module or package of PyPI. */
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
  helm: {
    names: ['helm'],
    go: 'helm.sh/helm/v4/cmd/helm@v4.3.1',
    advice: 'get it from https://helm.sh, or build it with Go: "npm run tools"',
  },
  'docker-compose': {
    names: ['docker-compose'],
    goPackage: {
      module: 'github.com/docker/compose/v2',
      version: 'v2.40.3',
      path: 'cmd',
      flags: '-X github.com/docker/compose/v2/internal.Version=v2.40.3',
    },
    advice: 'get it with Docker, or build it with Go: "npm run tools -- docker-compose"',
  },
  promtool: {
    names: ['promtool'],
    debian: 'prometheus',
    advice: 'it comes with Prometheus ("apt-get install prometheus")',
  },
  // The Python of a virtual environment that holds the package.
  'openai-python': {
    names: ['openai-python-3.57.0/bin/python'],
    pypi: 'openai==3.57.0',
    debian: 'python3-venv',
    advice: 'install Python 3.10 or newer with its venv module, then run "npm run tools"',
  },
};

const recipeOf = (tool) => {
  if (Object.hasOwn(TOOLS, tool)) return TOOLS[tool];
  throw new SetupError(`${tool} is none of the tools: ${Object.keys(TOOLS).join(', ')}.`);
};

/** Finds a tool on PATH or among those that we built; null when it is not installed. Throws for a name that is no tool's. */
export const findTool = (tool) => findProgram(recipeOf(tool).names, [TOOLS_FOLDER]);

/** True on machines that are there to run tests, where installing things surprises nobody. */
const isCi = () => ['1', 'true'].includes(process.env.CI ?? '');

const APT_TIMEOUT_MS = 240_000;

const aptGet = (...args) =>
  run('apt-get', ['-q', '-y', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeoutMs: APT_TIMEOUT_MS,
  });

const mayUseApt = () => process.getuid?.() === 0 && findProgram(['apt-get']) !== null;

const installFromDebian = async (name) => {
  const install = () => aptGet('install', '--no-install-recommends', name);
  // A fresh image has no package lists; one that has them saves the update.
  if ((await install()) !== 0 && (await aptGet('update')) === 0) await install();
};

const GO_TIMEOUT_MS = 900_000;

const installWithGo = (module) =>
  run('go', ['install', '-trimpath', '-ldflags=-s -w', module], {
    env: { ...process.env, CGO_ENABLED: '0', GOBIN: TOOLS_FOLDER },
    timeoutMs: GO_TIMEOUT_MS,
  });

/**
 * For modules that "go install" refuses, since they exclude versions of others: a module of our own
 * needs theirs. It says a version of Go, or Go would read all modules that theirs ever named.
 */
const buildWithGo = async (program, { module, version, path, flags }) => {
  const folder = mkdtempSync(join(tmpdir(), 'chorale-go-'));
  writeFileSync(
    join(folder, 'go.mod'),
    `module local\n\ngo 1.24.9\n\nrequire ${module} ${version}\n`,
  );
  mkdirSync(TOOLS_FOLDER, { recursive: true });
  const output = join(TOOLS_FOLDER, program);
  const flag = `-ldflags=-s -w ${flags}`;
  await run('go', ['-C', folder, 'build', '-trimpath', flag, '-o', output, `${module}/${path}`], {
    env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=mod' },
    timeoutMs: GO_TIMEOUT_MS,
  });
  rmSync(folder, { recursive: true });
};

const PYPI_TIMEOUT_MS = 120_000;

const runPython = (python, ...args) =>
  run(python, args, { stdio: ['ignore', 'ignore', 'inherit'], timeoutMs: PYPI_TIMEOUT_MS });

const makeEnvironment = async (folder) => {
  const python = findProgram(['python3']);
  return python !== null && (await runPython(python, '-m', 'venv', '--clear', folder)) === 0;
};

/** Debian's Python may lack what makes environments. */
const makeEnvironmentAtLast = async (folder, debian) => {
  if (await makeEnvironment(folder)) return true;
  if (!mayUseApt()) return false;
  await installFromDebian(debian);
  return makeEnvironment(folder);
};

// Wheels only: a source package would run code of its own to be built.
const PIP_INSTALL = [
  ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
  ...['--only-binary=:all:', '--retries=1', '--timeout=10'],
];

/** Makes a virtual environment with one package; it gets its name when it is complete. */
const installFromPypi = async ({ names: [python], pypi, debian }) => {
  const folder = join(TOOLS_FOLDER, dirname(dirname(python)));
  const partial = `${folder}.partial`;
  const isComplete =
    (await makeEnvironmentAtLast(partial, debian)) &&
    (await runPython(join(partial, 'bin/python'), ...PIP_INSTALL, pypi)) === 0;
  if (isComplete) renameSync(partial, folder);
  else rmSync(partial, { recursive: true, force: true });
};

/** Installs a tool in the way that this machine has for it; does nothing where there is none. */
export const installTool = async (tool) => {
  const { names, debian, go, goPackage, pypi } = recipeOf(tool);
  const hasGo = findProgram(['go']) !== null;
  console.log(`Installing ${tool} …`);
  if (pypi !== undefined) return installFromPypi(recipeOf(tool));
  if (debian !== undefined && mayUseApt()) await installFromDebian(debian);
  if (go !== undefined && hasGo) await installWithGo(go);
  if (goPackage !== undefined && hasGo) await buildWithGo(names[0], goPackage);
};

/** Finds a tool; on a CI machine it is installed first. Throws with advice. */
export const needTool = async (tool) => {
  if (findTool(tool) === null && isCi()) await installTool(tool);
  const path = findTool(tool);
  if (path === null) throw new SetupError(`${tool} is not installed: ${recipeOf(tool).advice}`);
  return path;
};

/** As `needTool`, but without it a person's tests go on, and those that want it say that they skip. */
export const wantTool = async (tool) => {
  if (isCi()) await needTool(tool);
};

/** As `wantTool`, but no machine is asked for more than to try: where it fails, those tests say that they skip. */
export const tryTool = async (tool) => {
  if (findTool(tool) === null && isCi()) await installTool(tool);
};
