import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';

import type { NestExpressApplication } from '@nestjs/platform-express';
import type { HelmetOptions } from 'helmet';
import helmet from 'helmet';

import type { PathRequest } from '../access/doorkeeper.js';
import type { Admin } from '../admin.js';
import { BOARD_PATH } from '../queues/queue-board.js';

import { AdminErrorFilter, sendError } from './admin-error.filter.js';

/** Bytes of a JSON body; uploads of voices are not read here. */
const MAX_JSON_BYTES = 16_384;

/** The built page; the same place from `src` and from `dist`. */
const PAGE_FOLDER = fileURLToPath(new URL('../../dist/page', import.meta.url));

const DIRECTIVES = {
  defaultSrc: ["'self'"],
  connectSrc: ["'self'", 'ws:', 'wss:'],
  imgSrc: ["'self'", 'data:'],
  mediaSrc: ["'self'", 'blob:'],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
  objectSrc: ["'none'"],
};

/** bull-board's page has a base and styles of its own. */
const BOARD_DIRECTIVES = {
  ...DIRECTIVES,
  baseUri: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
};

/** Pages load and reach nothing but their own server, and stand in nobody's frame. */
const headers = (
  directives: typeof DIRECTIVES | typeof BOARD_DIRECTIVES,
): Readonly<HelmetOptions> => ({
  contentSecurityPolicy: {
    useDefaults: false, // they would turn http:// and ws:// into their encrypted kin
    directives,
  },
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: false, // for whoever ends TLS to decide
});

/** Puts everything around the routes that a request passes first. */
export const guardHttp = (app: NestExpressApplication, admin: Admin): void => {
  const report = (err: unknown): void => admin.parts.log.error({ err }, 'a request failed');
  app.disable('x-powered-by');
  app.useGlobalFilters(new AdminErrorFilter(report));
  app.use(helmet(headers(DIRECTIVES)));
  app.use(BOARD_PATH, helmet(headers(BOARD_DIRECTIVES)));
  app.use('/api', noStore);
  app.useStaticAssets(PAGE_FOLDER);
  app.use(letIn(admin));
  app.use(BOARD_PATH, admin.board.prepare, admin.board.router);
  app.useBodyParser('json', { limit: MAX_JSON_BYTES });
};

const noStore = (_request: unknown, response: ServerResponse, next: () => void): void => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

/** Health and metrics ask nobody; everything else does. */
const OPEN = new Set(['/health', '/health/ready', '/metrics']);

const letIn =
  (admin: Admin) =>
  (request: PathRequest, response: ServerResponse, next: () => void): void => {
    if (OPEN.has(request.path)) return next();
    const rejection = admin.door.judge(request);
    if (rejection === null) return next();
    if (rejection.status === 403) void noteRefusal(admin, request); // it never rejects
    sendError(response, rejection);
  };

const noteRefusal = (admin: Admin, request: PathRequest): Promise<void> => {
  const target = `${request.method ?? ''} ${request.path}`;
  return admin.auditor.note(request, { action: 'request', target }, 'refused');
};
