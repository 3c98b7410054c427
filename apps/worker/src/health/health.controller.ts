import { Controller, Get, Header, Inject, ServiceUnavailableException } from '@nestjs/common';

import type { Worker } from '../worker.js';

/** Finds the worker among the providers. */
export const WORKER = Symbol('worker');

/** Finds the metrics among the providers. */
export const METRICS = Symbol('metrics');

/** Writes all metrics in Prometheus' text format. */
export interface MetricsPage {
  metrics(): Promise<string>;
}

/** Tells orchestrators and people how the worker is. */
@Controller()
export class HealthController {
  constructor(
    @Inject(WORKER) private readonly worker: Worker,
    @Inject(METRICS) private readonly page: MetricsPage,
  ) {}

  /** The process lives. */
  @Get('health')
  health() {
    return { status: 'healthy', open: this.worker.open };
  }

  /** Jobs are pulled, and the cluster knows of this worker. */
  @Get('health/ready')
  ready() {
    const { isReady, state } = this.worker;
    if (isReady) return { status: 'ready' };
    throw new ServiceUnavailableException({ status: 'unavailable', state });
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics() {
    return this.page.metrics();
  }
}
