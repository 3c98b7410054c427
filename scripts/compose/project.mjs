import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

import { runOrFail, SetupError } from '../setup/command.mjs';
import { inRoot, ROOT } from '../setup/paths.mjs';

const COMMAND_MS = 60_000;
const UP_MS = 1_800_000; // images are built and a voice is fetched in it
const DOWN_MS = 180_000; // each process may take its grace

const DOWN = ['down', '--volumes', '--remove-orphans'];

const PROJECT_LABEL = 'com.docker.compose.project';
const SERVICE_LABEL = 'com.docker.compose.service';

const execute = promisify(execFile);

const stateOf = ({ Id, Config, State, RestartCount }) => ({
  id: Id,
  name: Id.slice(0, 12), // the host's name inside of it
  service: Config.Labels[SERVICE_LABEL],
  isRunning: State.Status === 'running',
  health: State.Health?.Status ?? null,
  exitCode: State.ExitCode,
  restarts: RestartCount,
});

/**
 * docker/compose.yaml as a project of another name than a person's, so that it is started, looked at and
 * taken away beside whatever is there. `compose` is the command line of Docker Compose, `upArgs` and
 * `services` what `up` gets, and `env` what the file's variables are read from.
 */
export class ComposeProject {
  name = `chorale-test-${process.pid}`;
  #parts;

  constructor(parts) {
    this.#parts = parts;
  }

  /** Starts what does not run; resolves when Compose says that it is started. */
  up() {
    const { services, upArgs } = this.#parts;
    return this.#run(['up', '--detach', ...upArgs, ...services], UP_MS);
  }

  /** Asks all processes to end. */
  stop() {
    return this.#run(['stop'], DOWN_MS);
  }

  /** Takes everything away, volumes included. */
  down() {
    return this.#run(DOWN, DOWN_MS);
  }

  /** As `down`, without leave to end in order, for somebody who waits at the terminal. */
  downNow() {
    const [program, ...args] = this.#line([...DOWN, '--timeout', '1']);
    spawnSync(program, args, { cwd: ROOT, env: this.#parts.env, stdio: 'inherit' });
  }

  /** The latest lines of all processes. */
  showLogs() {
    return this.#run(['logs', '--no-color', '--tail', '25'], COMMAND_MS);
  }

  /** Resolves to the file as Compose understands it. */
  async config() {
    const [program, ...args] = this.#line(['config', '--format', 'json']);
    return JSON.parse(await this.#output(program, args));
  }

  /** Runs the Docker client; resolves to what it wrote. Rejects when it fails. */
  docker(...args) {
    return this.#output('docker', args);
  }

  /** Resolves to all containers, of one service if it is named. */
  async containers(service = null) {
    const ids = await this.#list('ps', '--all');
    if (ids.length === 0) return [];
    const all = JSON.parse(await this.docker('inspect', ...ids)).map(stateOf);
    return all.filter((container) => service === null || container.service === service);
  }

  /** Resolves to what is there of the project: ids of containers and networks, names of volumes. */
  async leftovers() {
    const lists = [this.#list('ps', '--all'), this.#list('volume', 'ls')];
    return (await Promise.all([...lists, this.#list('network', 'ls')])).flat();
  }

  async #list(...command) {
    const filter = ['--quiet', '--filter', `label=${PROJECT_LABEL}=${this.name}`];
    const lines = (await this.docker(...command, ...filter)).split('\n');
    return lines.filter((line) => line !== '');
  }

  async #output(program, args) {
    const { env } = this.#parts;
    const options = { cwd: ROOT, env, timeout: COMMAND_MS, maxBuffer: 2 ** 24 };
    const { stdout } = await execute(program, args, options);
    return stdout;
  }

  #line(args) {
    const { compose } = this.#parts;
    // What a person wrote into docker/.env is for their own service.
    const scope = ['--env-file', '/dev/null', '--project-name', this.name];
    return [...compose, '--file', inRoot('docker/compose.yaml'), ...scope, ...args];
  }

  #run(args, timeoutMs) {
    const [program, ...rest] = this.#line(args);
    const hint = `"compose ${args.join(' ')}" failed; see above.`;
    return runOrFail(program, rest, { env: this.#parts.env, timeoutMs, hint });
  }
}

/** Finds the one container of a service; throws where there is none, or another. */
export const onlyOne = ([container, ...others]) => {
  if (container === undefined || others.length > 0)
    throw new SetupError('One container was expected.');
  return container;
};
