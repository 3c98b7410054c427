import { inRoot } from '../setup/paths.mjs';

/** The embedded broker cannot leave its process; everything else can be scaled out. */
export const chooseBroker = ({ embedded, redisUrl, redisServer }) => {
  if (embedded) return { kind: 'embedded', reason: 'EMBEDDED is set' };
  if (redisUrl !== undefined) return { kind: 'given', url: redisUrl };
  if (redisServer !== null) return { kind: 'private', program: redisServer };
  return { kind: 'embedded', reason: 'no Redis was found' };
};

/** Tells in one line how the parts will talk to each other. */
export const describeBroker = (broker) => {
  switch (broker.kind) {
    case 'embedded':
      return `Everything runs in one process (${broker.reason}). To scale out: install redis-server, or set REDIS_URL.`;
    case 'given':
      return `Using the Redis at ${new URL(broker.url).host}.`;
    default:
      return `Starting a private Redis (${broker.program}). To use your own: set REDIS_URL.`;
  }
};

/** A private Redis keeps nothing: what is in it is worth nothing after a restart. */
export const redisArguments = (port, folder) => [
  ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
  ...['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'],
];

const healthPort = (base, index) => (base === 0 ? '0' : String(base + index));

const worker = (index, { env, settings }) => ({
  name: `worker-${index + 1}`,
  main: inRoot('apps/worker/dist/main.js'),
  nice: settings.WORKER_NICE,
  env: { ...env, WORKER_HEALTH_PORT: healthPort(settings.WORKER_HEALTH_PORT, index) },
});

/** What is wrong with wanting the admin app; null if nothing is. */
export const adminProblem = (broker, { ADMIN }) =>
  ADMIN && broker.kind === 'embedded'
    ? `The admin app sees what processes share in Redis, and here is none (${broker.reason}). Install redis-server, or set REDIS_URL.`
    : null;

/** Lists the Node processes to run; `env` is what all of them get, `adminEnv` (null: no admin app) what one alone does. */
export const processesFor = (broker, { env, settings, adminEnv = null }) => {
  if (broker.kind === 'embedded') {
    const main = inRoot('apps/standalone/dist/main.js');
    return { front: { name: 'chorale', main, env }, workers: [], admin: null };
  }
  const admin = { name: 'admin', main: inRoot('apps/admin/dist/main.js') };
  return {
    front: { name: 'gateway', main: inRoot('apps/gateway/dist/main.js'), env },
    admin: adminEnv === null ? null : { ...admin, env: { ...env, ...adminEnv } },
    workers: Array.from({ length: settings.WORKERS }, (_, index) =>
      worker(index, { env, settings }),
    ),
  };
};
