import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';

import { HealthController, METRICS, type MetricsPage, WORKER } from './health/health.controller.js';
import type { Worker } from './worker.js';

/** The worker's HTTP side: health and metrics. */
@Module({})
export class WorkerModule {
  static of(worker: Worker, metrics: MetricsPage): DynamicModule {
    return {
      module: WorkerModule,
      controllers: [HealthController],
      providers: [
        { provide: WORKER, useValue: worker },
        { provide: METRICS, useValue: metrics },
      ],
    };
  }
}
