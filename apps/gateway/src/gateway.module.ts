import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';

import type { MetricsPage } from './gateway.js';
import { Gateway } from './gateway.js';
import { HealthController } from './health/health.controller.js';
import { METRICS, MetricsController } from './health/metrics.controller.js';
import { AutoscaleController } from './load/autoscale.controller.js';
import { VoicesController } from './http/voices.controller.js';
import { VoiceShelf } from './voices/voice-shelf.js';

/** The gateway's HTTP side; the WebSocket is attached to the same server. */
@Module({})
export class GatewayModule {
  static of(gateway: Gateway, shelf: VoiceShelf, metrics: MetricsPage): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [AutoscaleController, HealthController, MetricsController, VoicesController],
      providers: [
        { provide: Gateway, useValue: gateway },
        { provide: VoiceShelf, useValue: shelf },
        { provide: METRICS, useValue: metrics },
      ],
    };
  }
}
