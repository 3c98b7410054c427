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
import { ProfileController } from './http/profile/profile.controller.js';
import { ProfileDesk } from './http/profile/profile-desk.js';
import { SpeechController } from './http/speech/speech.controller.js';
import { SpeechDesk } from './http/speech/speech-desk.js';
import { VoicesController } from './http/voices.controller.js';
import { VoiceShelf } from './voices/voice-shelf.js';

/** What the HTTP side speaks for. */
export interface GatewayInside {
  readonly gateway: Gateway;
  readonly shelf: VoiceShelf;
  /** Null: no profiles are recorded. */
  readonly profiles: ProfileDesk | null;
}

/** The gateway's HTTP side; the WebSocket is attached to the same server. */
@Module({})
export class GatewayModule {
  static of({ gateway, shelf, profiles }: GatewayInside, parts: GatewayParts): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [
        ...[AutoscaleController, HealthController, MetricsController],
        ...[DocumentsController, ModelsController, SpeechController, VoicesController],
        ...(profiles === null ? [] : [ProfileController]),
      ],
      providers: [
        { provide: Gateway, useValue: gateway },
        { provide: VoiceShelf, useValue: shelf },
        { provide: ProfileDesk, useValue: profiles },
        { provide: METRICS, useValue: parts.metricsPage },
        { provide: SpeechDesk, useValue: new SpeechDesk({ ...parts, gateway }) },
        { provide: DOCUMENTS, useValue: serviceDocuments(parts.config) },
        { provide: SERVED_MODELS, useValue: parts.config.SERVED_MODEL_NAMES },
      ],
    };
  }
}
