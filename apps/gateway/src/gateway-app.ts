import { fileURLToPath } from 'node:url';

import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';

import type { GatewayParts } from './gateway.js';
import { Gateway } from './gateway.js';
import { GatewayModule } from './gateway.module.js';
import { ApiErrorFilter } from './http/errors/api-error.filter.js';

/** The page at `/`; the same place from `src` and from `dist`. */
const PAGE_FOLDER = fileURLToPath(new URL('../public', import.meta.url));

/** The page may load and reach nothing but its own gateway. */
const PAGE_HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
} as const;

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
  const gateway = new Gateway(parts);
  const app = await NestFactory.create<NestExpressApplication>(
    GatewayModule.of(gateway, parts.metricsPage),
    // A peer that never finishes its request would keep the server from closing.
    { logger, forceCloseConnections: true },
  );
  app.useStaticAssets(PAGE_FOLDER, { setHeaders: addHeaders });
  app.disable('x-powered-by');
  app.useGlobalFilters(new ApiErrorFilter((err) => parts.log.error({ err }, 'a request failed')));
  gateway.attach(app.getHttpServer());
  await app.listen(parts.config.PORT, parts.config.HOST);
  const stop = async () => {
    await gateway.drain();
    await gateway.close();
    await app.close();
  };
  try {
    await gateway.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { gateway, url: await app.getUrl(), stop };
};

const addHeaders = (response: { setHeader(name: string, value: string): unknown }): void => {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
};
