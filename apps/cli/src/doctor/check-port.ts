import { createServer } from 'node:net';

import type { Finding } from './finding.js';
import { bad, good, odd } from './finding.js';

const HEALTH_MS = 2_000;

/** Sees whether the gateway could listen, or already does. */
export const checkPort = async (port: number, host: string): Promise<Finding> => {
  const code = await listeningFails(port, host);
  if (code === null) return good('port', `${host}:${port} is free`);
  if (code !== 'EADDRINUSE') return bad('port', `${host}:${port}: ${code}`, adviceFor(code));
  return (await isChorale(port, host))
    ? good('port', `a gateway answers at ${host}:${port}`)
    : odd(
        'port',
        `something else listens at ${host}:${port}`,
        `Take another port: npm start -- --port ${port + 1}`,
      );
};

const adviceFor = (code: string): string =>
  code === 'EACCES'
    ? 'Ports below 1024 need more rights: set PORT to a higher one.'
    : 'Set HOST to an address of this machine.';

/** Listens for a moment; resolves to the error's code, or to null. */
const listeningFails = (port: number, host: string): Promise<string | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });

const isChorale = async (port: number, host: string): Promise<boolean> => {
  try {
    const name = host.includes(':') ? `[${host}]` : host;
    const signal = AbortSignal.timeout(HEALTH_MS);
    return (await fetch(`http://${name}:${port}/health`, { signal })).ok;
  } catch {
    return false; // whoever listens there does not speak HTTP
  }
};
