import { BrokerUnavailable } from '@chorale/broker';
import {
  BadRequestException,
  InternalServerErrorException,
  NotFoundException,
} from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';

import { badRequest, unauthorized } from './api-error.js';
import { judgeError } from './as-api-error.js';

const told = (error: unknown) => judgeError(error).answer.getResponse();

const httpError = (status: number, message: string) =>
  Object.assign(new Error(message), { status });

describe(judgeError.name, () => {
  it('passes on what was meant for the client', () => {
    expect(told(badRequest('Input text cannot be empty', 'input'))).toEqual({
      error: {
        message: 'Input text cannot be empty',
        type: 'BadRequestError',
        param: 'input',
        code: 400,
      },
    });
  });

  it('names a missing key by the code that OpenAI uses', () => {
    expect(told(unauthorized('no key'))).toEqual({
      error: {
        message: 'no key',
        type: 'invalid_request_error',
        param: null,
        code: 'invalid_api_key',
      },
    });
  });

  it.each([
    ['an unknown address', new NotFoundException('Cannot GET /<script>'), 404, 'Not Found'],
    [
      'a body that is too large',
      httpError(413, 'request entity too large'),
      413,
      'Payload Too Large',
    ],
    ['an unknown charset', httpError(415, 'unsupported charset'), 415, 'Unsupported Media Type'],
  ])('answers %s by its status, without echoing the request', (_, error, status, phrase) => {
    expect(judgeError(error).unexpected).toBe(false);
    expect(told(error)).toEqual({
      error: { message: phrase, type: phrase, param: null, code: status },
    });
  });

  it('says that a body is not JSON without quoting it', () => {
    const error = new BadRequestException('Unexpected token s, "secret" is not valid JSON');
    expect(told(error)).toMatchObject({
      error: { message: 'JSON decode error: the body is not valid JSON', type: 'Bad Request' },
    });
  });

  it('asks the client to come back when the broker is away', () => {
    const { answer, unexpected } = judgeError(new BrokerUnavailable('unreachable'));
    expect(answer.getStatus()).toBe(503);
    expect(answer.headers).toEqual({ 'Retry-After': '1' });
    expect(unexpected).toBe(false);
  });

  it.each([
    ['an error', new Error('password=1')],
    ['a thrown text', 'password=1'],
    ['a status of ours', new InternalServerErrorException('password=1')],
  ])('tells nothing of %s but that it happened', (_, error) => {
    expect(judgeError(error).unexpected).toBe(true);
    expect(told(error)).toEqual({
      error: {
        message: 'Internal Server Error',
        type: 'InternalServerError',
        param: null,
        code: 500,
      },
    });
  });
});
