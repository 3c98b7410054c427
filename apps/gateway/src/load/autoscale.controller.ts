import { Controller, Get, Param } from '@nestjs/common';
import type { AutoscaleSignal } from '@chorale/speech';

import { Gateway } from '../gateway.js';
import { notFound, serviceUnavailable } from '../http/errors/api-error.js';

/** Names that a class of workers can have. */
const CLASS_NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;

/** Tells scalers how many workers a class needs, with or without any. */
@Controller()
export class AutoscaleController {
  constructor(private readonly gateway: Gateway) {}

  /** 503 while the broker is away: a 0 would have the workers taken away that are needed when it is back. */
  @Get('autoscale/:class')
  signal(@Param('class') voiceClass: string): AutoscaleSignal {
    if (!CLASS_NAME.test(voiceClass)) throw notFound('no class of workers can have this name');
    const signal = this.gateway.load.signal(voiceClass);
    if (signal === null) throw serviceUnavailable('the broker is unreachable');
    return signal;
  }
}
