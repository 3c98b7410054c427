import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';

import { Admin } from './admin.js';
import { ControlController } from './http/control.controller.js';
import { HealthController } from './http/health.controller.js';
import { KeysController } from './http/keys.controller.js';
import { ListsController } from './http/lists.controller.js';
import { SessionController } from './http/session.controller.js';
import { TextController } from './http/text.controller.js';
import { VoicesController } from './http/voices.controller.js';

/** The admin app's HTTP side; live connections are attached to the same server. */
@Module({})
export class AdminModule {
  static of(admin: Admin): DynamicModule {
    return {
      module: AdminModule,
      controllers: [
        HealthController,
        SessionController,
        ControlController,
        ListsController,
        KeysController,
        TextController,
        VoicesController,
      ],
      providers: [{ provide: Admin, useValue: admin }],
    };
  }
}
