import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SetupError } from '../setup/command.mjs';
import { answers, freePort, until } from './network.mjs';
import { redisArguments } from './processes.mjs';

const START_TIMEOUT_MS = 10_000;

/** Starts a Redis of our own in the fleet; resolves to its URL when it accepts connections. */
export const startPrivateRedis = async (program, { fleet, signal }) => {
  const folder = mkdtempSync(join(tmpdir(), 'chorale-redis-'));
  const port = await freePort();
  fleet.start('broker', {
    name: 'redis',
    command: [program, ...redisArguments(port, folder)],
    env: process.env,
    quiet: true,
    cleanUp: () => rmSync(folder, { recursive: true, force: true }),
  });
  const probe = () => answers(port, '127.0.0.1');
  if (!(await until(probe, { timeoutMs: START_TIMEOUT_MS, everyMs: 20, signal }))) {
    throw new SetupError(`${program} does not answer on port ${port}.`);
  }
  return `redis://127.0.0.1:${port}`;
};
