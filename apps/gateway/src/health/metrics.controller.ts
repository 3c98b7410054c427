import { Controller, Get, Header, Inject } from '@nestjs/common';

import type { MetricsPage } from '../gateway.js';

/** Finds the metrics among the providers. */
export const METRICS = Symbol('metrics');

/** What Prometheus scrapes. */
@Controller()
export class MetricsController {
  constructor(@Inject(METRICS) private readonly page: MetricsPage) {}

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics() {
    return this.page.metrics();
  }
}
