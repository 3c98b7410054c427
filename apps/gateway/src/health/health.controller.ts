import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';

import { Gateway } from '../gateway.js';
import type { Readiness } from '../gateway.js';

/** Tells orchestrators and people whether to send work here. */
@Controller()
export class HealthController {
  constructor(private readonly gateway: Gateway) {}

  /** The process lives. */
  @Get('health')
  health() {
    return { status: 'healthy' };
  }

  /** Sessions can be taken; it does not ask for a worker, or scale-to-zero could never wake one. */
  @Get('health/ready')
  ready() {
    return answer(this.gateway.readiness());
  }

  /** Speech can be made now. */
  @Get('ready')
  speakReady() {
    return answer(this.gateway.speakReadiness());
  }
}

const answer = (readiness: Readiness) => {
  if (readiness.ready) return { status: 'ready' };
  throw new ServiceUnavailableException({ status: 'unavailable', reason: readiness.reason });
};
