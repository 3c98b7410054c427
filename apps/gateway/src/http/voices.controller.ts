import { Controller, Get } from '@nestjs/common';

import { Gateway } from '../gateway.js';

/** Lists the voices that clients may name. */
@Controller('v1/audio/voices')
export class VoicesController {
  constructor(private readonly gateway: Gateway) {}

  /** Lower-case names, sorted; uploads are listed beside them. */
  @Get()
  list() {
    const names = new Set(this.gateway.voiceNames().map((name) => name.toLowerCase()));
    return { voices: [...names].sort(), uploaded_voices: [] };
  }
}
