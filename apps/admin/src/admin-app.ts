import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';

import type { AdminParts } from './admin-parts.js';
import { Admin } from './admin.js';
import { AdminModule } from './admin.module.js';
import { guardHttp } from './http/guard-http.js';

/** An admin app that listens; `url` is where. */
export interface RunningAdmin {
  readonly url: string;
  stop(): Promise<void>;
}

/** Listens, and begins to look at the cluster. Rejects when the port is taken. */
export const startAdmin = async (
  parts: AdminParts,
  logger: LoggerService | false,
): Promise<RunningAdmin> => {
  const admin = new Admin(parts);
  const app = await NestFactory.create<NestExpressApplication>(AdminModule.of(admin), {
    logger,
    forceCloseConnections: true,
    bodyParser: false,
  });
  guardHttp(app, admin);
  admin.attach(app.getHttpServer());
  await app.listen(parts.config.ADMIN_PORT, parts.config.ADMIN_HOST);
  await admin.start();
  const stop = async (): Promise<void> => {
    await admin.close();
    await app.close();
  };
  return { url: await app.getUrl(), stop };
};
