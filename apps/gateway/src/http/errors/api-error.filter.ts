import type { ServerResponse } from 'node:http';

import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch } from '@nestjs/common';

import type { ApiError } from './api-error.js';
import { judgeError } from './as-api-error.js';

/** Answers every request that failed, whatever it failed with, in one shape. */
@Catch()
export class ApiErrorFilter implements ExceptionFilter {
  /** `report` is told the faults that are ours. */
  constructor(private readonly report: (error: unknown) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const { answer, unexpected } = judgeError(error);
    if (unexpected) this.report(error);
    sendError(host.switchToHttp().getResponse<ServerResponse>(), answer);
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
