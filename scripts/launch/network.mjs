import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { SetupError } from '../setup/command.mjs';

/** Listens for a moment and resolves to the port; rejects as `listen` does. */
const tryPort = (port, host) =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const taken = server.address().port;
      server.close(() => resolve(taken));
    });
  });

/** Finds a free port on the loopback address. */
export const freePort = () => tryPort(0, '127.0.0.1');

const BIND_ADVICE = {
  EADDRINUSE: (port, flag) =>
    `Port ${port} is in use, perhaps by another Chorale. Take another one: npm start -- ${flag} ${port + 1}`,
  EACCES: (port) => `Port ${port} needs more rights than you have. Ports from 1024 up do not.`,
  EADDRNOTAVAIL: (_port, _flag, host) => `${host} is not an address of this machine.`,
  ENOTFOUND: (_port, _flag, host) => `${host} is not a name that this machine knows.`,
};

/** Makes sure that a process can listen, and resolves to the port: a free one if 0 was asked for. `flag` sets it. */
export const claimPort = async (port, host, flag) => {
  try {
    return await tryPort(port, host);
  } catch (error) {
    throw new SetupError(BIND_ADVICE[error.code]?.(port, flag, host) ?? error.message);
  }
};

const CONNECT_TIMEOUT_MS = 2000;

/** Resolves to true if something accepts connections at `host`:`port`. */
export const answers = (port, host) =>
  new Promise((resolve) => {
    const socket = connect({ port, host, timeout: CONNECT_TIMEOUT_MS });
    const settle = (outcome) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });

/** Asks until `probe` resolves to true; resolves to false when `timeoutMs` is over. Rejects on abort. */
export const until = async (probe, { timeoutMs, everyMs, signal }) => {
  const deadline = performance.now() + timeoutMs;
  while (!(await probe())) {
    if (performance.now() > deadline) return false;
    await delay(everyMs, undefined, { signal });
  }
  return true;
};

const REACHABLE_AS = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** The URL at which this machine reaches a server that listens on `host`. */
export const localUrl = (port, host) => {
  const name = REACHABLE_AS[host] ?? host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
};

/** Resolves to true if `url` answers 2xx. */
export const isOk = async (url) => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // not there yet
  }
};
