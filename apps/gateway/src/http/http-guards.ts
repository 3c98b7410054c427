import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';

import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';

import type { Doorkeeper } from '../access/doorkeeper.js';

import { allowedMethods } from './allowed-methods.js';
import { ApiErrorFilter, sendError } from './errors/api-error.filter.js';
import { nameRequest } from './request-id.js';
import { corsFor, SECURITY_HEADERS } from './security-headers.js';

/** Largest JSON body, bytes: a reference clip of 10 MiB in base64 fits. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;

/** How long a client may take. */
export interface HttpPatience {
  /** To send its headers, ms. */
  readonly headersMs: number;
  /** To send its whole request, ms. */
  readonly requestMs: number;
}

/** Looked at every 30 s. */
const PATIENCE: HttpPatience = { headersMs: 15_000, requestMs: 60_000 };

/** Longer than proxies keep a quiet connection, so that it is they who close it, ms. */
const KEEP_ALIVE_MS = 75_000;

/** The page at `/`; the same place from `src` and from `dist`. */
const PAGE_FOLDER = fileURLToPath(new URL('../../dist/page', import.meta.url));

/** What the HTTP side is guarded by. */
export interface HttpGuards {
  readonly door: Doorkeeper;
  readonly allowedOrigins: readonly string[];
  /** Tells which addresses besides the page ask nobody for a key. */
  readonly isOpen: (path: string) => boolean;
  /** Is told the faults that are ours. */
  readonly report: (error: unknown) => void;
}

/** Puts everything around the routes that a request passes first. A body is read only when its sender was let in. */
export const guardHttp = (app: NestExpressApplication, guards: HttpGuards): void => {
  app.disable('x-powered-by');
  app.useGlobalFilters(
    new ApiErrorFilter(guards.report, (path) => allowedMethods(routerOf(app), path)),
  );
  app.use(nameRequest);
  app.use(helmet(SECURITY_HEADERS));
  app.enableCors(corsFor(guards.allowedOrigins));
  app.useStaticAssets(PAGE_FOLDER);
  app.use(letIn(guards));
  app.useBodyParser('text', { type: isExactJson, limit: MAX_JSON_BYTES });
  app.useBodyParser('json', { limit: MAX_JSON_BYTES });
};

const routerOf = (app: NestExpressApplication): unknown => {
  const express: unknown = app.getHttpAdapter().getInstance();
  return typeof express === 'function' && 'router' in express ? express.router : null;
};

/** Requests for speech hold integers of 64 bits, which Express's own parser would round. */
const isExactJson = (request: IncomingMessage): boolean =>
  (request.url ?? '').startsWith('/v1/audio/speech') &&
  /^application\/json\b/i.test(request.headers['content-type'] ?? '');

/** Bounds how long a client may take over a request; then it is answered 408 and cut off. */
export const limitPatience = (server: Server, patience: HttpPatience = PATIENCE): void => {
  server.headersTimeout = patience.headersMs;
  server.requestTimeout = patience.requestMs;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
};

/** Express's request knows its path without the query. */
type PathRequest = IncomingMessage & { readonly path: string };

const letIn =
  ({ door, isOpen }: HttpGuards) =>
  (request: PathRequest, response: ServerResponse, next: () => void): void => {
    if (isOpen(request.path)) return next();
    void door.admit(request).then((admission) => {
      // it never rejects
      if (admission.kind === 'admitted') next();
      else sendError(response, admission.error);
    });
  };
