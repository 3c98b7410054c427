import type { DynamicModule, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';

import { openDoor, openPaths } from './access/open-door.js';
import type { GatewayParts } from './gateway.js';
import { Gateway } from './gateway.js';
import { GatewayModule } from './gateway.module.js';
import { guardHttp, limitPatience } from './http/http-guards.js';
import { openProfileDesk } from './http/profile/open-profile-desk.js';
import { openShelf } from './voices/open-shelf.js';

/** A gateway that listens; `url` is where. */
export interface RunningGateway {
  readonly gateway: Gateway;
  readonly url: string;
  /** Drains, then closes everything. */
  stop(): Promise<void>;
}

/**
 * Listens first, so that health can be asked about, then opens the broker's stream.
 * Rejects when the port is taken or the broker cannot be reached.
 */
export const startGateway = async (
  parts: GatewayParts,
  logger: LoggerService | false,
): Promise<RunningGateway> => {
  const { config, clock, log, ports } = parts;
  const report = (err: unknown): void => log.error({ err }, 'a request failed');
  const door = openDoor({ config, clock, keyStore: ports.keyStore, onTrouble: report });
  const ownNames = (): readonly string[] => gateway.voiceNames();
  const shelf = openShelf({ config, clock, ownNames, onTrouble: report });
  const profiles = openProfileDesk(parts);
  const gateway: Gateway = new Gateway(parts, door, (name) => shelf.has(name));
  const app = await createApp(GatewayModule.of({ gateway, shelf, profiles }, parts), logger);
  guardHttp(app, {
    door,
    allowedOrigins: config.ALLOWED_ORIGINS,
    isOpen: openPaths(config),
    report,
  });
  limitPatience(app.getHttpServer());
  gateway.attach(app.getHttpServer());
  await app.listen(config.PORT, config.HOST);
  const stop = async () => {
    shelf.close();
    await profiles?.close();
    await gateway.drain();
    await gateway.close();
    await app.close();
  };
  try {
    await gateway.start();
    await shelf.start();
    await profiles?.open();
  } catch (error) {
    await stop();
    throw error;
  }
  return { gateway, url: await app.getUrl(), stop };
};

const createApp = (
  module: DynamicModule,
  logger: LoggerService | false,
): Promise<NestExpressApplication> =>
  NestFactory.create<NestExpressApplication>(module, {
    logger,
    // A peer that never finishes its request would keep the server from closing.
    forceCloseConnections: true,
    bodyParser: false,
  });
