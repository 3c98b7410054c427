/**
 * npm run test:compose [-- --local-bases [--no-build]]
 *
 * Starts docker/compose.yaml for real, with two workers: waits until all containers are healthy, speaks
 * over the WebSocket and over HTTP, kills a worker in the middle of a sentence, looks at the admin page,
 * Prometheus and Grafana, stops everything, and checks that nothing is left. Prints times and sizes.
 * Needs a running Docker with Compose 2, which builds and pulls the images, and the ports that the file
 * publishes.
 *
 * With --local-bases no registry of images is asked, and Docker need not run: as root on Linux a daemon is
 * started in a network of its own, which nothing outside can reach. Our images are built as test:images
 * builds them (--no-build takes those of the last time); Redis and Prometheus come from Debian's packages,
 * and Grafana, which Debian does not have, is left out.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { checkCompose } from './compose/check-compose.mjs';
import { OWN_IMAGES, SERVICES } from './compose/services.mjs';
import { makeStandIn, STOOD_IN_FOR } from './compose/stand-ins.mjs';
import { buildImage, findContainerTools } from './images/container-tools.mjs';
import { buildSources } from './setup/build.mjs';
import { findProgram, runOrFail, SetupError } from './setup/command.mjs';
import { inRoot } from './setup/paths.mjs';
import { findTool } from './setup/tools.mjs';
import { installVoice } from './setup/voice.mjs';

const succeeds = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** Docker Compose as a command line; null where there is none, or only the first version. */
const findCompose = () => {
  if (succeeds('docker', 'compose', 'version')) return ['docker', 'compose'];
  const program = findTool('docker-compose');
  const isSecond = program !== null && !/\b1\.\d+/.test(versionOf(program));
  return isSecond ? [program] : null;
};

const versionOf = (program) =>
  spawnSync(program, ['version', '--short'], { encoding: 'utf8' }).stdout ?? '';

const skip = (needs) => console.log(`SKIPPED: starting docker/compose.yaml needs ${needs}.`);

const checkHere = async () => {
  const compose = findCompose();
  if (compose === null || !succeeds('docker', 'info'))
    return skip('a running Docker with Compose 2; as root on Debian see -- --local-bases');
  await checkCompose({
    compose,
    services: SERVICES,
    upArgs: ['--build'],
    prepare: () => Promise.resolve(),
  });
};

const PROGRAMS = ['dockerd', 'docker', 'unshare', 'ip', 'buildah', 'podman', 'runc', 'mmdebstrap'];
const PACKAGES = 'docker.io, iptables, iproute2, buildah, podman, runc, mmdebstrap';

const missingHere = () => [
  ...(process.getuid?.() === 0 ? [] : ['root']),
  ...PROGRAMS.filter((name) => findProgram([name]) === null),
  ...(findCompose() === null ? ['Docker Compose 2 (npm run tools -- docker-compose)'] : []),
];

const buildAll = async () => {
  const tools = findContainerTools({ localBases: true });
  await tools.prepare();
  for (const [service, image] of Object.entries(OWN_IMAGES))
    await buildImage(tools, TARGETS[service], image);
};

const TARGETS = { gateway: 'gateway', worker: 'worker-cpu', admin: 'admin' };

/** Everything in it ends with it, however it ends; the shell takes leave of orphans. */
const ALONE = ['--net', '--mount', '--pid', '--mount-proc', '--fork', '--kill-child'];
const SCRIPT = 'ip link set lo up && "$@"; exit $?';

const runAlone = async (compose) => {
  const folder = mkdtempSync(join(tmpdir(), 'chorale-compose-'));
  const voices = resolve(process.env.VOICES_DIR || inRoot('.chorale/voices'));
  const program = [process.execPath, inRoot('scripts/compose/own-engine.mjs')];
  const command = [...program, folder, voices, ...compose];
  const stay = () => undefined; // Ctrl-C reaches them as well, and what they leave is ours to remove
  process.on('SIGINT', stay);
  try {
    await runOrFail('unshare', [...ALONE, 'sh', '-c', SCRIPT, 'sh', ...command], {
      hint: 'The Compose file does not do what it should; see above.',
    });
  } finally {
    process.off('SIGINT', stay);
    rmSync(folder, { recursive: true, force: true });
  }
};

const checkAlone = async () => {
  const missing = missingHere();
  if (missing.length > 0) return skip(`${missing.join(', ')}; Debian's packages are ${PACKAGES}`);
  await buildSources();
  await installVoice();
  if (!process.argv.includes('--no-build')) await buildAll();
  for (const service of STOOD_IN_FOR) await makeStandIn(service);
  await runAlone(findCompose());
  console.log('SKIPPED: grafana, which Debian does not have');
};

try {
  await (process.argv.includes('--local-bases') ? checkAlone() : checkHere());
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}
