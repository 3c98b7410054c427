import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { dirname } from 'node:path';

import { findProgram, runOrFail, SetupError } from '../setup/command.mjs';
import { ROOT } from '../setup/paths.mjs';
import { LOCAL_BASES, makeLocalBases } from './bases.mjs';

const quiet = (program, args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

const certificateArgs = () => {
  const file = process.env.NODE_EXTRA_CA_CERTS;
  if (file === undefined) return [];
  const folder = dirname(file);
  return ['--build-arg', `NODE_EXTRA_CA_CERTS=${file}`, '--volume', `${folder}:${folder}:ro`];
};

const baseArgs = (local) =>
  local
    ? [
        '--build-arg',
        `BUILD_BASE=${LOCAL_BASES.build}`,
        '--build-arg',
        `RUN_BASE=${LOCAL_BASES.run}`,
      ]
    : [];

const docker = {
  program: 'docker',
  runArgs: [],
  prepare: () => Promise.resolve(),
  buildArgs: () => ['build'],
};

/** As root without a daemon, and without rights that only hosts have. */
const podman = (local) => ({
  program: 'podman',
  runArgs: ['--no-healthcheck', '--ulimit', 'nofile=1024:20000', '--ulimit', 'nproc=500:500'],
  globalArgs: ['--runtime', findProgram(['runc']) ?? 'runc'],
  prepare: () => (local ? makeLocalBases() : Promise.resolve()),
  // The docker format keeps health checks.
  buildArgs: () => [
    ...['bud', '--layers', '--format', 'docker', '--isolation', 'chroot'],
    ...certificateArgs(),
    ...baseArgs(local),
  ],
  builder: 'buildah',
});

const NEEDED = ['buildah', 'podman', 'runc'];

/** Finds what builds and runs images here: Docker with its daemon, else buildah, podman and runc. */
export const findContainerTools = ({ localBases }) => {
  if (!localBases && quiet('docker', ['info'])) return docker;
  const missing = [...NEEDED, ...(localBases ? ['mmdebstrap'] : [])].filter(
    (name) => findProgram([name]) === null,
  );
  if (missing.length === 0) return podman(localBases);
  throw new SetupError(
    `Images need a running Docker, or ${NEEDED.join(', ')} as root; missing: ${missing.join(', ')}.`,
  );
};

/** Builds one target of the Dockerfile. */
export const buildImage = ({ builder, program, buildArgs }, target, image) =>
  runOrFail(
    builder ?? program,
    [...buildArgs(), '--file', 'docker/Dockerfile', '--target', target, '--tag', image, ROOT],
    { hint: `The image ${target} could not be built; see above.` },
  );

/** What every container is started with: nothing but what its process needs. */
const HARDENED = [
  ...['--rm', '--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL'],
  ...['--security-opt', 'no-new-privileges', '--network', 'host'],
];

const commandLine = ({ globalArgs = [], runArgs }, args) => [
  ...globalArgs,
  ...['run', ...HARDENED, ...runArgs],
  ...args,
];

/** Runs a container to its end; resolves to what it wrote. Throws when it fails. */
export const runContainer = (tools, args) =>
  execFileSync(tools.program, commandLine(tools, args), { encoding: 'utf8' });

/** Starts a container in the foreground; it hears the signals that its client gets. */
export const startContainer = (tools, args) =>
  spawn(tools.program, commandLine(tools, args), { stdio: ['ignore', 'inherit', 'inherit'] });

/** What an image says about how to ask for its health, as a command line. Throws where it says nothing. */
const healthCommand = ({ program }, image) => {
  const output = execFileSync(program, ['image', 'inspect', image], { encoding: 'utf8' });
  const [found] = JSON.parse(output);
  const { Test: [form, ...command] = [] } = found.Config?.Healthcheck ?? found.Healthcheck ?? {};
  if (form === 'CMD') return command;
  throw new SetupError(`${image} has no health check that needs no shell.`);
};

/** Asks a running container for its health, as its image says; false where it is not well. */
export const isHealthy = (tools, name, image) => {
  const { program, globalArgs = [] } = tools;
  return quiet(program, [...globalArgs, 'exec', name, ...healthCommand(tools, image)]);
};

/** Sends a signal to the first process of a container. */
export const signalContainer = ({ program, globalArgs = [] }, name, signal) =>
  execFileSync(program, [...globalArgs, 'kill', '--signal', signal, name]);

/** Ends a container at once, if it still runs. */
export const killContainer = ({ program, globalArgs = [] }, name) =>
  quiet(program, [...globalArgs, 'kill', name]);

/** Bytes of an image as it lies on disk. */
export const imageBytes = ({ program }, image) =>
  Number(
    execFileSync(program, ['image', 'inspect', '--format', '{{.Size}}', image], {
      encoding: 'utf8',
    }),
  );
