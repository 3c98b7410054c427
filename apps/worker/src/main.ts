import 'reflect-metadata';

import { runMain } from '@chorale/config';
import { createLogger } from '@chorale/observability';

import { VERSION } from './version.js';
import { openVoiceEngine } from './voice-engine.js';
import { startWorkerProcess, WORKER_SLICES } from './worker-process.js';

await runMain(WORKER_SLICES, (config) => {
  const logger = createLogger({ name: 'worker', level: config.LOG_LEVEL });
  return startWorkerProcess({
    config,
    logger,
    version: VERSION,
    openEngine: (threads) => openVoiceEngine(config, threads, logger),
  });
});
