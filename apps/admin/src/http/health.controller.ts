import type { ServerResponse } from 'node:http';

import { Controller, Get, Header, HttpStatus, Res } from '@nestjs/common';

import { Admin } from '../admin.js';

/** Tells orchestrators how the app is; asks nobody to log in, and says nothing of the cluster. */
@Controller()
export class HealthController {
  constructor(private readonly admin: Admin) {}

  /** The process lives. */
  @Get('health')
  health() {
    return { status: 'healthy' };
  }

  /** It can see the cluster. */
  @Get('health/ready')
  ready(@Res({ passthrough: true }) response: ServerResponse) {
    if (this.admin.view.cluster.reachable) return { status: 'ready' };
    response.statusCode = HttpStatus.SERVICE_UNAVAILABLE;
    return { status: 'unavailable', reason: 'Redis cannot be reached' };
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics() {
    return this.admin.parts.metricsPage.metrics();
  }
}
