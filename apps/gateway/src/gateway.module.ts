import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';

import type { GatewayParts } from './gateway.js';
import { Gateway } from './gateway.js';
import { HealthController } from './health/health.controller.js';
import { METRICS, MetricsController } from './health/metrics.controller.js';
import { AutoscaleController } from './load/autoscale.controller.js';
import { DOCUMENTS, DocumentsController } from './http/documents/documents.controller.js';
import { serviceDocuments } from './http/documents/service-documents.js';
import { ModelsController, SERVED_MODELS } from './http/models.controller.js';
import { SpeechController } from './http/speech/speech.controller.js';
import { SpeechDesk } from './http/speech/speech-desk.js';
import { VoicesController } from './http/voices.controller.js';
import { VoiceShelf } from './voices/voice-shelf.js';

/** The gateway's HTTP side; the WebSocket is attached to the same server. */
@Module({})
export class GatewayModule {
  static of(gateway: Gateway, shelf: VoiceShelf, parts: GatewayParts): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [
        ...[AutoscaleController, HealthController, MetricsController],
        ...[DocumentsController, ModelsController, SpeechController, VoicesController],
      ],
      providers: [
        { provide: Gateway, useValue: gateway },
        { provide: VoiceShelf, useValue: shelf },
        { provide: METRICS, useValue: parts.metricsPage },
        { provide: SpeechDesk, useValue: new SpeechDesk({ ...parts, gateway }) },
        { provide: DOCUMENTS, useValue: serviceDocuments(parts.config) },
        { provide: SERVED_MODELS, useValue: parts.config.SERVED_MODEL_NAMES },
      ],
    };
  }
}
