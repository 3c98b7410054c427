import type { ConfigSources } from '@chorale/config';
import {
  ConfigError,
  type ConfigOf,
  gatewayEnv,
  loadConfig,
  redisEnv,
  speechEnv,
  voicesEnv,
  workerEnv,
} from '@chorale/config';
import { probeProviders } from '@chorale/engines';

import { checkDisk } from './check-disk.js';
import { checkExposure } from './check-exposure.js';
import { checkNode } from './check-node.js';
import { checkPort } from './check-port.js';
import { judgeProviders } from './check-providers.js';
import { checkRedis } from './check-redis.js';
import { checkVoices } from './check-voices.js';
import type { Finding } from './finding.js';
import { bad, good } from './finding.js';

const SLICES = [gatewayEnv, speechEnv, redisEnv, workerEnv, voicesEnv] as const;

type Settings = ConfigOf<typeof SLICES>;

/** Looks at everything that the service needs on this machine, with the settings that it would have. */
export const examine = async (
  sources: ConfigSources,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  const node = checkNode(process.versions.node);
  try {
    const settings = loadConfig(SLICES, sources);
    return [node, good('settings', 'can be used'), ...(await examineAll(settings, signal))];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [node, ...error.problems.map(unusable)];
  }
};

const unusable = ({ name, source, message }: ConfigError['problems'][number]): Finding =>
  bad('settings', `${name} (${source}) ${message}`, 'Change it, and ask again for the rest.');

const examineAll = async (settings: Settings, signal: AbortSignal): Promise<readonly Finding[]> => [
  ...(await checkRedis(settings.REDIS_URL)),
  ...(await checkVoices(settings.VOICES_DIR, settings.DEFAULT_VOICE, signal)),
  ...judgeProviders(await probeProviders(settings.EXECUTION_PROVIDERS)),
  await checkPort(settings.PORT, settings.HOST),
  checkExposure(settings),
  await checkDisk(settings.ENGINE_CACHE_DIR),
];
