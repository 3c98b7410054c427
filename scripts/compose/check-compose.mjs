import { randomBytes } from 'node:crypto';

import { check } from '../images/check.mjs';
import { isOk, until } from '../launch/network.mjs';
import { checkAdmin, checkGrafana, checkPrometheus } from './observer-checks.mjs';
import { ComposeProject } from './project.mjs';
import {
  checkDeathOfWorker,
  checkRequest,
  checkRestart,
  checkStreaming,
} from './speech-checks.mjs';

const WORKERS = 2;

/** Where docker/compose.yaml publishes what a person opens. */
const URLS = {
  gateway: 'http://127.0.0.1:8000',
  admin: 'http://127.0.0.1:8080',
  prometheus: 'http://127.0.0.1:9090',
  grafana: 'http://127.0.0.1:3000',
};

const INTERRUPTED = 130;
const MEGABYTE = 1e6;
const HEALTHY = { timeoutMs: 180_000, everyMs: 500 };

const timed = async (words, task) => {
  const startedAt = performance.now();
  await task();
  console.log(`  ${words}: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
};

/** It fetches a voice and is done. */
const isErrand = ({ service }) => service === 'voices';

const isWell = (container) =>
  isErrand(container)
    ? !container.isRunning && container.exitCode === 0
    : container.isRunning && [null, 'healthy'].includes(container.health);

const waitUntilHealthy = async (project) => {
  const areWell = async () => (await project.containers()).every(isWell);
  check(await until(areWell, HEALTHY), 'all containers are well');
};

const start = async (project) => {
  await timed('up', () => project.up());
  await timed('then until all are healthy', () => waitUntilHealthy(project));
  const containers = await project.containers();
  const workers = containers.filter(({ service }) => service === 'worker');
  check(workers.length === WORKERS, `${WORKERS} workers are there`);
  check(
    containers.every(({ restarts }) => restarts === 0),
    'none of them had to start twice',
  );
  check(await until(() => isOk(`${URLS.gateway}/ready`), HEALTHY), 'the gateway can speak');
};

const checkSpeech = async (project) => {
  await checkStreaming(URLS.gateway);
  await checkRequest(URLS.gateway);
  await checkDeathOfWorker(project, URLS.gateway);
  await checkRestart(project);
  await project.up();
  await waitUntilHealthy(project);
};

const checkObservers = async (project, token, services) => {
  const containers = await project.containers();
  const speakers = containers.filter(({ service }) => ['gateway', 'worker'].includes(service));
  await checkAdmin(
    URLS.admin,
    token,
    speakers.map(({ name }) => name),
  );
  await checkPrometheus(URLS.prometheus, { gateway: 1, worker: WORKERS, admin: 1 });
  if (services.includes('grafana')) await checkGrafana(URLS.grafana);
};

const showSizes = async (project, images) => {
  for (const image of new Set(images)) {
    const bytes = Number(await project.docker('image', 'inspect', '--format', '{{.Size}}', image));
    console.log(`  image ${image}: ${Math.round(bytes / MEGABYTE)} MB`);
  }
  const running = (await project.containers()).filter(({ isRunning }) => isRunning);
  const format = ['--no-stream', '--format', '  memory of {{.Name}}: {{.MemUsage}}'];
  const ids = running.map(({ id }) => id);
  console.log((await project.docker('stats', ...format, ...ids)).trimEnd());
};

const checkStop = async (project) => {
  await timed('stop', () => project.stop());
  const ours = (await project.containers()).filter(({ service }) => service in EXIT_CODES);
  for (const { service, exitCode } of ours)
    check(EXIT_CODES[service] === exitCode, `${service} ends with ${exitCode}`);
};

/** Of what is asked to end. */
const EXIT_CODES = { gateway: 0, worker: 0, admin: 0 };

const takeAway = async (project) => {
  await timed('down', () => project.down());
  check((await project.leftovers()).length === 0, 'no container, volume or network is left');
};

const checkAll = async (project, { token, services, prepare }) => {
  const config = await project.config();
  const images = services.map((service) => config.services[service].image);
  await prepare(project, config);
  await start(project);
  await checkSpeech(project);
  await checkObservers(project, token, services);
  await showSizes(project, images);
  await checkStop(project);
};

/**
 * Starts docker/compose.yaml with two workers, uses all of it from the host as a person would, and takes
 * it away. `compose` is the command line of Docker Compose, `services` and `upArgs` are what is started
 * and how; `prepare` may put images and volumes there before. Throws at the first thing that is wrong,
 * and shows what the containers said.
 */
export const checkCompose = async ({ compose, services, upArgs, prepare }) => {
  const token = randomBytes(20).toString('hex');
  const env = { ...process.env, ADMIN_TOKEN: token, API_KEYS: '', ADMIN_GATEWAY_KEY: '' };
  const args = [...upArgs, '--scale', `worker=${WORKERS}`];
  const project = new ComposeProject({ compose, services, upArgs: args, env });
  const leave = () => {
    project.downNow();
    process.exit(INTERRUPTED);
  };
  process.once('SIGINT', leave);
  try {
    await checkAll(project, { token, services, prepare });
  } catch (error) {
    await project.showLogs();
    throw error;
  } finally {
    await takeAway(project);
    process.off('SIGINT', leave);
  }
};
