import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';

import { Gateway } from './gateway.js';
import { HealthController } from './health/health.controller.js';
import { VoicesController } from './http/voices.controller.js';

/** The gateway's HTTP side; the WebSocket is attached to the same server. */
@Module({})
export class GatewayModule {
  static of(gateway: Gateway): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [HealthController, VoicesController],
      providers: [{ provide: Gateway, useValue: gateway }],
    };
  }
}
