import type { ServerResponse } from 'node:http';

import { BrokerUnavailable } from '@chorale/broker';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, HttpException } from '@nestjs/common';

import { NoGateway } from '../voices/gateway-desk.js';

/** What the page is told of a failure. */
export interface ErrorAnswer {
  readonly status: number;
  readonly message: string;
}

/** Answers with a status and one sentence, in JSON. */
export const sendError = (response: ServerResponse, { status, message }: ErrorAnswer): void => {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify({ message }));
};

/** Tells the page what went wrong, in one sentence; what nobody expected goes to the log. */
@Catch()
export class AdminErrorFilter implements ExceptionFilter {
  constructor(private readonly report: (error: unknown) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<ServerResponse>();
    if (response.headersSent) return void response.destroy();
    const answer = answerTo(error);
    if (answer.status === 500) this.report(error);
    sendError(response, answer);
  }
}

const answerTo = (error: unknown): ErrorAnswer => {
  if (error instanceof BrokerUnavailable)
    return { status: 503, message: 'Redis cannot be reached at this moment.' };
  if (error instanceof NoGateway) return { status: 503, message: error.message };
  if (error instanceof HttpException) return { status: error.getStatus(), message: error.message };
  if (isHttpError(error)) return { status: error.status, message: 'The request cannot be read.' };
  return { status: 500, message: 'Something went wrong here; the log of the admin app says what.' };
};

/** What Express's body parser throws. */
const isHttpError = (error: unknown): error is { readonly status: number } =>
  error instanceof Error &&
  'status' in error &&
  typeof error.status === 'number' &&
  error.status >= 400 &&
  error.status < 500;
