import type { IncomingMessage, ServerResponse } from 'node:http';

import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, NotFoundException } from '@nestjs/common';

import type { ApiError } from './api-error.js';
import { methodNotAllowed } from './api-error.js';
import { judgeError } from './as-api-error.js';

/** Answers every request that failed, whatever it failed with, in one shape. */
@Catch()
export class ApiErrorFilter implements ExceptionFilter {
  /** `report` is told the faults that are ours; `methodsOf` knows the methods of a path. */
  constructor(
    private readonly report: (error: unknown) => void,
    private readonly methodsOf: (path: string) => readonly string[],
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const { answer, unexpected } = judgeError(error);
    if (unexpected) this.report(error);
    const http = host.switchToHttp();
    const response = http.getResponse<ServerResponse>();
    if (error instanceof NotFoundException) this.#sendMissing(http.getRequest(), response, answer);
    else sendError(response, answer);
  }

  /** An address that exists, but not with this method, is told apart from one that does not. */
  #sendMissing(request: IncomingMessage, response: ServerResponse, missing: ApiError): void {
    const methods = this.methodsOf((request.url ?? '').split('?')[0] ?? '');
    sendError(response, methods.length === 0 ? missing : methodNotAllowed(methods));
  }
}

/** Sends an error; an answer that has begun is cut off instead, so that it cannot pass for a whole one. */
export const sendError = (response: ServerResponse, error: ApiError): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) if (isOfBody(name)) response.removeHeader(name);
  for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
  const body = JSON.stringify(error.getResponse());
  response.writeHead(error.getStatus(), {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
};

/** Headers that were meant for the body which does not come. */
const isOfBody = (name: string): boolean => /^(content-|transfer-encoding|etag)/.test(name);
