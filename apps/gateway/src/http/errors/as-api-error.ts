import { STATUS_CODES } from 'node:http';

import { BrokerUnavailable } from '@chorale/broker';
import { HttpException } from '@nestjs/common';

import { ApiError, internalError, serviceUnavailable } from './api-error.js';

/** Answers that say no more than their status: the words behind them could quote the request. */
const plainError = (status: number): ApiError => {
  const phrase = STATUS_CODES[status] ?? 'Error';
  return new ApiError({ status, message: phrase, type: phrase });
};

/** What Express's own parts throw for a request that they cannot read. */
const statusOf = (error: unknown): number | null => {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('status' in error)) return null;
  return typeof error.status === 'number' ? error.status : null;
};

const UNREADABLE_BODY = new ApiError({
  status: 400,
  message: 'JSON decode error: the body is not valid JSON',
  type: 'Bad Request',
});

/** Nest passes on what a JSON body failed with by its words alone. */
const isUnreadableBody = (error: unknown): boolean =>
  error instanceof HttpException && error.getStatus() === 400 && /\bJSON\b/.test(error.message);

/** Turns whatever a request failed with into what its client is told; null for a fault of ours. */
const clientError = (error: unknown): ApiError | null => {
  if (error instanceof ApiError) return error;
  if (error instanceof BrokerUnavailable) return serviceUnavailable(error.message);
  if (isUnreadableBody(error)) return UNREADABLE_BODY;
  const status = statusOf(error);
  return status !== null && status >= 400 && status < 500 ? plainError(status) : null;
};

/** What a failed request is answered with, and whether somebody should look at why. */
export interface Verdict {
  readonly answer: ApiError;
  readonly unexpected: boolean;
}

/** Judges whatever a request failed with. */
export const judgeError = (error: unknown): Verdict => {
  const answer = clientError(error);
  return { answer: answer ?? internalError(), unexpected: answer === null };
};
