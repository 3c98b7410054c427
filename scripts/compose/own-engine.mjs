/**
 * node scripts/compose/own-engine.mjs FOLDER VOICES COMPOSE…
 *
 * Run by scripts/test-compose.mjs in a network, a mount table and a process tree of its own, all of which
 * end with it: starts a Docker daemon there that keeps everything in FOLDER, gives it the images and the
 * voices of this machine, and checks docker/compose.yaml with it.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { buildah } from '../images/bases.mjs';
import { until } from '../launch/network.mjs';
import { SetupError } from '../setup/command.mjs';
import { checkCompose } from './check-compose.mjs';
import { OWN_IMAGES, SERVICES } from './services.mjs';
import { makeStandIn, STOOD_IN_FOR } from './stand-ins.mjs';

const START = { timeoutMs: 30_000, everyMs: 100 };
const STOP_MS = 30_000;

const daemonArgs = (folder) => [
  ...['--host', `unix://${folder}/docker.sock`, '--pidfile', join(folder, 'pid')],
  ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
];

const answersDocker = async () => spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0;

const startDaemon = async (folder) => {
  const log = join(folder, 'log');
  const output = openSync(log, 'a');
  const daemon = spawn('dockerd', daemonArgs(folder), {
    stdio: ['ignore', output, output],
    detached: true, // Ctrl-C is not for it: containers are taken away with it first
  });
  process.env.DOCKER_HOST = `unix://${folder}/docker.sock`;
  if (await until(answersDocker, START)) return daemon;
  daemon.kill();
  throw new SetupError(`dockerd does not start here:\n${readFileSync(log, 'utf8').slice(-2_000)}`);
};

const stopDaemon = async (daemon) => {
  if (daemon.exitCode !== null) return;
  const ended = once(daemon, 'exit', { signal: AbortSignal.timeout(STOP_MS) });
  daemon.kill();
  await ended;
};

/** Copies an image of buildah's store into the daemon, under the name that the file asks for. */
const load = (image, name, folder) => {
  const archive = join(folder, 'image.tar');
  const tagged = name.includes(':') ? name : `${name}:latest`;
  buildah('push', '--quiet', image, `docker-archive:${archive}:${tagged}`);
  execFileSync('docker', ['load', '--quiet', '--input', archive], { stdio: 'ignore' });
  rmSync(archive);
};

const loadAll = async ({ services }, folder) => {
  for (const service of STOOD_IN_FOR)
    load(await makeStandIn(service), services[service].image, folder);
  for (const [service, image] of Object.entries(OWN_IMAGES))
    load(image, services[service].image, folder);
};

const COPY = `
  const fs = require('node:fs');
  for (const file of fs.readdirSync('/from')) {
    fs.copyFileSync('/from/' + file, '/var/lib/chorale/voices/' + file);
    fs.chownSync('/var/lib/chorale/voices/' + file, 65532, 65532);
  }`;

/** Fills the volume of voices, as if they had been fetched before: nothing can be fetched from here. */
const fillVoices = async (project, { services, volumes }, voices) => {
  const { name } = volumes.voices;
  const labels = {
    'com.docker.compose.project': project.name,
    'com.docker.compose.volume': 'voices',
  };
  const args = Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]);
  await project.docker('volume', 'create', ...args, name);
  const mounts = ['--volume', `${name}:/var/lib/chorale/voices`, '--volume', `${voices}:/from:ro`];
  const run = ['run', '--rm', '--user', '0:0', '--network', 'none', ...mounts];
  await project.docker(...run, services.worker.image, '--eval', COPY);
};

const main = async ([folder, voices, ...compose]) => {
  mkdirSync(join(folder, 'images'));
  const daemon = await startDaemon(folder);
  try {
    await checkCompose({
      compose,
      services: SERVICES.filter((service) => service !== 'grafana'),
      upArgs: ['--no-build', '--pull', 'never'],
      prepare: async (project, config) => {
        await loadAll(config, join(folder, 'images'));
        await fillVoices(project, config, voices);
      },
    });
  } finally {
    await stopDaemon(daemon);
  }
};

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}
