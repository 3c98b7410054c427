/**
 * npm run test:images [-- --local-bases] [--cuda]
 *
 * Builds the images, runs them as a cluster would (not root, nothing to write to, no rights), speaks
 * a sentence through them, asks for their health, ends them with SIGTERM, and prints their sizes.
 * Needs Redis and a running Docker, or buildah, podman and runc as root. With --local-bases the bases
 * are made of Debian's packages (mmdebstrap) and this machine's Node: then no registry of images is
 * asked. With --cuda it builds worker-cuda as well, for which NVIDIA's base and NuGet must be reached,
 * and looks into it; to run it takes a device.
 */
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { check } from './images/check.mjs';
import {
  buildImage,
  findContainerTools,
  imageBytes,
  isHealthy,
  killContainer,
  runContainer,
  signalContainer,
  startContainer,
} from './images/container-tools.mjs';
import { Fleet } from './launch/fleet.mjs';
import { freePort, isOk, until } from './launch/network.mjs';
import { startPrivateRedis } from './launch/private-redis.mjs';
import { buildSources } from './setup/build.mjs';
import { runOrFail, SetupError } from './setup/command.mjs';
import { inRoot } from './setup/paths.mjs';
import { needTool } from './setup/tools.mjs';
import { installVoice } from './setup/voice.mjs';

const TARGETS = ['gateway', 'worker-cpu', 'admin'];
const imageOf = (target) => `localhost/chorale-${target}:test`;

/** MB that an image may take beyond its base, with room for what comes. */
const BUDGET_MB = { gateway: 300, 'worker-cpu': 380, admin: 300 };

const MEGABYTE = 1e6;

const PROBE = `
  const fs = require('node:fs');
  const codeOf = (write) => { try { write(); return 'none'; } catch ({ code }) { return code; } };
  const root = codeOf(() => fs.writeFileSync('/app/x', ''));
  const found = (path) => fs.existsSync(path);
  const files = fs.readdirSync('/app', { recursive: true });
  console.log(JSON.stringify({
    uid: process.getuid(), root, tmp: codeOf(() => fs.writeFileSync('/tmp/x', '')),
    compilers: ['/usr/bin/gcc', '/usr/bin/make', '/app/node_modules/typescript'].filter(found),
    maps: files.filter((file) => file.endsWith('.map')).length,
    specs: files.filter((file) => file.endsWith('.spec.js') && file.startsWith('apps/')).length,
  }));`;

const checkInside = (tools, target) => {
  const output = runContainer(tools, [imageOf(target), '--eval', PROBE]);
  const inside = JSON.parse(output);
  check(inside.uid === 65532, `${target} does not run as root`);
  check(inside.root === 'EROFS' && inside.tmp === 'none', `${target} can write to /tmp alone`);
  check(inside.compilers.length === 0, `${target} holds no build tools`);
  check(inside.maps === 0 && inside.specs === 0, `${target} holds no maps and no tests`);
};

const checkSize = (tools, target) => {
  const megabytes = Math.round(imageBytes(tools, imageOf(target)) / MEGABYTE);
  const { [target]: budget = Number.POSITIVE_INFINITY } = BUDGET_MB;
  check(megabytes <= budget, `${target} has ${megabytes} MB of ${budget}`);
};

const envArgs = (env) =>
  Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);

const runningContainer = (tools, target, { env, args = [] }) => {
  const name = `chorale-test-${target}-${process.pid}`;
  const options = ['--name', name, '--memory', '1g', ...envArgs(env), ...args];
  const child = startContainer(tools, [...options, imageOf(target)]);
  const ended = once(child, 'exit').then(([code]) => code);
  return { name, ended };
};

const STOP_MS = 40_000;

const checkStop = async (tools, target, { name, ended }) => {
  const startedAt = performance.now();
  signalContainer(tools, name, 'TERM');
  const late = AbortSignal.timeout(STOP_MS);
  const code = await Promise.race([ended, once(late, 'abort').then(() => 'nothing')]);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  check(code === 0, `${target} ends with ${code} after SIGTERM, in ${seconds} s`);
};

const WAIT = { timeoutMs: 60_000, everyMs: 200 };

const checkReady = async (target, url, signal) =>
  check(await until(() => isOk(url), { ...WAIT, signal }), `${target} is ready`);

const speak = async (port) => {
  const file = join(tmpdir(), `chorale-image-${process.pid}.wav`);
  const url = `http://127.0.0.1:${port}`;
  await runOrFail(
    process.execPath,
    [inRoot('apps/cli/dist/say.js'), '--url', url, '--out', file, 'This comes out of an image.'],
    { hint: 'Nothing was said.' },
  );
  check(statSync(file).size > 40_000, 'the containers speak');
  rmSync(file);
};

/** A copy of the voices that others than their owner may read: containers have a user of their own. */
const copyVoices = () => {
  const folder = mkdtempSync(join(tmpdir(), 'chorale-image-voices-'));
  cpSync(inRoot('.chorale/voices'), folder, { recursive: true });
  chmodSync(folder, 0o755);
  for (const file of readdirSync(folder)) chmodSync(join(folder, file), 0o644);
  return folder;
};

const startAll = async (tools, redisUrl, voices) => {
  const [port, health, admin] = [await freePort(), await freePort(), await freePort()];
  const shared = { REDIS_URL: redisUrl, LOG_LEVEL: 'warn' };
  const running = {
    gateway: runningContainer(tools, 'gateway', { env: { ...shared, PORT: port } }),
    'worker-cpu': runningContainer(tools, 'worker-cpu', {
      env: { ...shared, WORKER_HEALTH_PORT: health, INFERENCE_THREADS: 1 },
      args: ['--volume', `${voices}:/var/lib/chorale/voices:ro`],
    }),
    admin: runningContainer(tools, 'admin', {
      env: { ...shared, ADMIN_PORT: admin, ADMIN_TOKEN: 'a-token-for-this-test-alone' },
    }),
  };
  return { running, port, admin };
};

const checkService = async ({ port, admin }, signal) => {
  await checkReady('gateway', `http://127.0.0.1:${port}/ready`, signal);
  await checkReady('admin', `http://127.0.0.1:${admin}/health/ready`, signal);
  await speak(port);
};

const checkRunning = async (tools, redisUrl, signal) => {
  const voices = copyVoices();
  const { running, ...ports } = await startAll(tools, redisUrl, voices);
  try {
    await checkService(ports, signal);
    for (const target of TARGETS)
      check(isHealthy(tools, running[target].name, imageOf(target)), `${target} says it is well`);
    for (const target of TARGETS) await checkStop(tools, target, running[target]);
  } finally {
    for (const { name } of Object.values(running)) killContainer(tools, name);
    rmSync(voices, { recursive: true });
  }
};

const withRedis = async (task) => {
  const halt = new AbortController();
  const fleet = new Fleet(halt);
  try {
    await task(
      await startPrivateRedis(await needTool('redis'), { fleet, signal: halt.signal }),
      halt.signal,
    );
  } finally {
    halt.abort();
    await fleet.stop(0);
  }
};

const main = async () => {
  const localBases = process.argv.includes('--local-bases');
  const built = process.argv.includes('--cuda') ? [...TARGETS, 'worker-cuda'] : TARGETS;
  const tools = findContainerTools({ localBases });
  await buildSources();
  await installVoice();
  await tools.prepare();
  for (const target of built) await buildImage(tools, target, imageOf(target));
  for (const target of built) checkSize(tools, target);
  for (const target of built) checkInside(tools, target);
  await withRedis((url, signal) => checkRunning(tools, url, signal));
  if (built === TARGETS) console.log('SKIPPED: worker-cuda, which is built with --cuda alone');
};

try {
  await main();
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}
