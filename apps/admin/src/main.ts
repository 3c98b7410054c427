import 'reflect-metadata';

import { randomBytes } from 'node:crypto';

import { openRedisBroker, openSocketAdapter, systemClock } from '@chorale/broker';
import { adminEnv, logEnv, redisEnv, runMain } from '@chorale/config';
import {
  createLogger,
  createMetricsRegistry,
  createRedisMetrics,
  nestLogger,
} from '@chorale/observability';

import { startAdmin } from './admin-app.js';

/** Logs go to standard output too; this is for the person at the terminal, once. */
const printToken = (token: string): void => {
  process.stderr.write(`ADMIN_TOKEN is not set. Log in with: ${token}\n`);
};

const madeToken = (): string => {
  const token = randomBytes(18).toString('base64url');
  printToken(token);
  return token;
};

await runMain([adminEnv, redisEnv, logEnv], async (config) => {
  const log = createLogger({ name: 'admin', level: config.LOG_LEVEL });
  const { REDIS_URL: url, REDIS_KEY_PREFIX: prefix } = config;
  if (url === undefined)
    throw new Error('REDIS_URL is not set: the admin app sees what gateways and workers share.');
  const registry = createMetricsRegistry({ process: true });
  const problem = (err: Error): void => log.warn({ err }, 'broker trouble');
  const broker = await openRedisBroker({
    url,
    prefix,
    observer: { invalidJob: () => undefined, problem }, // it takes no jobs
    warn: (reason) => log.warn({ reason }, 'Redis is not set up well'),
    onRoundTrip: createRedisMetrics(registry).roundTrip,
  });
  const sockets = await openSocketAdapter({ url, prefix, problem });
  const running = await startAdmin(
    {
      config,
      operatorToken: config.ADMIN_TOKEN ?? madeToken(),
      ports: broker.adminPorts(),
      clock: systemClock,
      log,
      metricsPage: registry,
      adapter: sockets.adapter,
    },
    nestLogger(log),
  );
  log.info({ url: running.url }, 'admin listens');
  const stop = async (): Promise<void> => {
    await running.stop();
    sockets.close();
    await broker.close();
  };
  return { stop };
});
