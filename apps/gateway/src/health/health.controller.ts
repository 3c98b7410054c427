import type { ServerResponse } from 'node:http';

import { Controller, Get, HttpStatus, Res } from '@nestjs/common';

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
  ready(@Res({ passthrough: true }) response: ServerResponse) {
    return answer(this.gateway.readiness(), response);
  }

  /** Speech can be made now. */
  @Get('ready')
  speakReady(@Res({ passthrough: true }) response: ServerResponse) {
    return answer(this.gateway.speakReadiness(), response);
  }
}

const answer = (readiness: Readiness, response: ServerResponse) => {
  if (readiness.ready) return { status: 'ready' };
  response.statusCode = HttpStatus.SERVICE_UNAVAILABLE;
  return { status: 'unavailable', reason: readiness.reason };
};
