import { HttpException } from '@nestjs/common';

/** What went wrong with a request, as its body says it: the error object of OpenAI and vLLM-Omni. */
export interface ApiFault {
  /** HTTP status. */
  readonly status: number;
  /** For people. Never holds secrets or text to be spoken. */
  readonly message: string;
  /** The class of the error, such as `BadRequestError`. */
  readonly type: string;
  /** The field that is to blame, if one is. */
  readonly param?: string | null;
  /** The status, unless clients know the error by a name. */
  readonly code?: number | string;
  /** Headers of the answer, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers a request with `{"error":{"message","type","param","code"}}`. */
export class ApiError extends HttpException {
  override readonly name = 'ApiError';
  readonly headers: Readonly<Record<string, string>>;

  constructor({ status, message, type, param = null, code = status, headers = {} }: ApiFault) {
    super({ error: { message, type, param, code } }, status);
    this.headers = headers;
    this.message = message; // HttpException takes it from the body only if it lies at the top
  }
}

/** The request does not fit its schema (400). */
export const invalidRequest = (message: string, param: string | null = null): ApiError =>
  new ApiError({ status: 400, message, type: 'Bad Request', param });

/** The request fits its schema, but cannot be served as it is (400). */
export const badRequest = (message: string, param: string | null = null): ApiError =>
  new ApiError({ status: 400, message, type: 'BadRequestError', param });

/** No key was given, or one that is not valid (401). */
export const unauthorized = (message: string): ApiError =>
  new ApiError({
    status: 401,
    message,
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    headers: { 'WWW-Authenticate': 'Bearer' },
  });

/** The client may not do this, whatever its key (403). */
export const forbidden = (message: string): ApiError =>
  new ApiError({ status: 403, message, type: 'ForbiddenError' });

/** What the client names does not exist (404). */
export const notFound = (message: string, param: string | null = null): ApiError =>
  new ApiError({ status: 404, message, type: 'NotFoundError', param });

/** The address exists, but not with this method (405). */
export const methodNotAllowed = (methods: readonly string[]): ApiError =>
  new ApiError({
    status: 405,
    message: 'Method Not Allowed',
    type: 'Method Not Allowed',
    headers: { Allow: methods.join(', ') },
  });

/** The key has as many sessions open as it may (429). */
export const tooManySessions = (message: string): ApiError =>
  new ApiError({
    status: 429,
    message,
    type: 'rate_limit_error',
    code: 'too_many_sessions',
    headers: { 'Retry-After': '1' },
  });

/** The service cannot do this now; the client should ask again after `retryAfterSeconds` (503). */
export const serviceUnavailable = (message: string, retryAfterSeconds = 1): ApiError =>
  new ApiError({
    status: 503,
    message,
    type: 'ServiceUnavailableError',
    headers: { 'Retry-After': String(retryAfterSeconds) },
  });

/** A fault of ours (500); `message` tells nothing about its inside. */
export const internalError = (message = 'Internal Server Error'): ApiError =>
  new ApiError({ status: 500, message, type: 'InternalServerError' });
