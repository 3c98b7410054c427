import { once } from 'node:events';

import { buildSources } from '../setup/build.mjs';
import { SetupError } from '../setup/command.mjs';
import { installPackages } from '../setup/packages.mjs';
import { findTool } from '../setup/tools.mjs';
import { installVoice } from '../setup/voice.mjs';
import { openAdminAccess } from './admin-access.mjs';
import { Fleet } from './fleet.mjs';
import { answers, claimPort, isOk, localUrl, until } from './network.mjs';
import { startPrivateRedis } from './private-redis.mjs';
import { adminProblem, chooseBroker, describeBroker, processesFor } from './processes.mjs';
import { printHelp, readSettings } from './settings.mjs';

// The first start prepares the voice's model, which takes some seconds of one core.
const READY_TIMEOUT_MS = 180_000;
const READY_POLL_MS = 100;
const DEFAULT_REDIS_PORT = 6379;

const checkReachable = async (url) => {
  const { hostname, port, host } = new URL(url);
  if (await answers(Number(port) || DEFAULT_REDIS_PORT, hostname.replace(/^\[|\]$/g, ''))) return;
  throw new SetupError(`Nothing answers at ${host}. Is REDIS_URL right, and does that Redis run?`);
};

/** Makes the broker available; resolves to what the processes must know about it. */
const openBroker = async (broker, context) => {
  switch (broker.kind) {
    case 'given':
      await checkReachable(broker.url);
      return { REDIS_URL: broker.url };
    case 'private':
      return { REDIS_URL: await startPrivateRedis(broker.program, context) };
    default:
      return {};
  }
};

const startProcesses = ({ front, workers, admin }, fleet) => {
  const start = (role, spec) =>
    fleet.start(role, { ...spec, command: [process.execPath, spec.main] });
  for (const spec of workers) start('worker', spec);
  start('front', front);
  if (admin !== null) start('admin', admin);
};

const waitUntilOk = async (url, { signal, what }) => {
  const ready = await until(() => isOk(url), {
    timeoutMs: READY_TIMEOUT_MS,
    everyMs: READY_POLL_MS,
    signal,
  });
  if (!ready) throw new SetupError(`${what} within ${READY_TIMEOUT_MS / 1000} s.`);
};

const waitUntilReady = async ({ url, admin }, signal) => {
  await waitUntilOk(`${url}/ready`, { signal, what: 'Nothing could be spoken' });
  if (admin === null) return;
  const what = 'The admin app did not get ready';
  await waitUntilOk(`${admin.url}/health/ready`, { signal, what });
};

const chooseBrokerFor = (settings) => {
  const broker = chooseBroker({
    embedded: settings.EMBEDDED,
    redisUrl: settings.REDIS_URL,
    redisServer: findTool('redis'),
  });
  const problem = adminProblem(broker, settings);
  if (problem !== null) throw new SetupError(problem);
  return broker;
};

/** Resolves to where everything is once all of it is ready. */
const bringUp = async ({ settings, env }, { fleet, signal }) => {
  const broker = chooseBrokerFor(settings);
  const port = await claimPort(settings.PORT, settings.HOST, '--port');
  const url = localUrl(port, settings.HOST);
  const admin = await openAdminAccess(settings, url);
  await installVoice(settings.DEFAULT_VOICE, env);
  console.log(describeBroker(broker));
  const found = await openBroker(broker, { fleet, signal });
  signal.throwIfAborted();
  const childEnv = { ...env, ...found, PORT: String(port) };
  const adminEnv = admin === null ? null : admin.env;
  startProcesses(processesFor(broker, { env: childEnv, settings, adminEnv }), fleet);
  await waitUntilReady({ url, admin }, signal);
  return { url, admin };
};

const welcome = ({ url, admin }) => `
Chorale is ready.

  Page       ${url}/
  WebSocket  ${url.replace('http', 'ws')}/v1/audio/speech/stream
  Try        npm run say -- --url ${url} "Hello there."
${admin === null ? '' : `  Admin      ${admin.url}/ (${admin.hint})\n`}
Ctrl-C stops it.
`;

/** Aborts `halt` at the first request to stop; the second one does not wait for anybody. */
const haltOnSignals = (halt, fleet) => {
  const onSignal = () => {
    if (halt.signal.aborted) return fleet.kill();
    console.log('\nStopping: running speech may finish. Once more to stop at once.');
    halt.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  process.on('exit', () => fleet.kill());
};

/** Runs everything until told to stop, and leaves nothing running. */
const runUntilHalted = async (configuration) => {
  const halt = new AbortController();
  const fleet = new Fleet(halt);
  haltOnSignals(halt, fleet);
  try {
    console.log(welcome(await bringUp(configuration, { fleet, signal: halt.signal })));
    fleet.settled();
    if (!halt.signal.aborted) await once(halt.signal, 'abort');
  } catch (error) {
    if (!halt.signal.aborted) throw error;
    if (halt.signal.reason instanceof SetupError) throw halt.signal.reason;
  } finally {
    halt.abort();
    await fleet.stop(configuration.settings.DRAIN_SECONDS);
  }
};

/** Prepares and runs Chorale; resolves when it was asked to stop and did. */
export const launch = async (argv) => {
  if (argv.includes('--help')) return printHelp();
  await installPackages();
  await buildSources();
  await runUntilHalted(await readSettings(argv));
};
