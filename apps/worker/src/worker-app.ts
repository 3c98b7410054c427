import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import type { MetricsPage } from './health/health.controller.js';
import type { Worker } from './worker.js';
import { WorkerModule } from './worker.module.js';

/** What a worker process is made of. */
export interface WorkerAppParts {
  readonly worker: Worker;
  readonly metrics: MetricsPage;
  /** Where the health page listens; port 0 takes a free one. */
  readonly health: { readonly host: string; readonly port: number };
  readonly logger: LoggerService | false;
}

/** A worker that pulls jobs; `healthUrl` is where its health can be asked about. */
export interface RunningWorker {
  readonly healthUrl: string;
  /** Drains, then closes everything. */
  stop(): Promise<void>;
}

/**
 * Listens first, so that health can be asked about, then pulls jobs. Rejects when the port is taken,
 * the broker cannot be reached or the worker does not fit its class.
 */
export const startWorkerApp = async (parts: WorkerAppParts): Promise<RunningWorker> => {
  const { worker, logger } = parts;
  const app = await NestFactory.create(WorkerModule.of(worker, parts.metrics), { logger });
  await app.listen(parts.health.port, parts.health.host);
  const stop = async (): Promise<void> => {
    await worker.drain();
    await app.close();
  };
  try {
    await worker.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { healthUrl: await app.getUrl(), stop };
};
