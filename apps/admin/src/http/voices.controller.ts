import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { listenRequestSchema } from '@chorale/protocol';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpException,
  Param,
  Post,
  Req,
  Res,
} from '@nestjs/common';

import { Admin } from '../admin.js';

import { readBody } from './read-body.js';

const VOICES_PATH = '/v1/audio/voices';

/** Voices: what gateways offer, how they sound, and those that were uploaded. */
@Controller('api/voices')
export class VoicesController {
  constructor(private readonly admin: Admin) {}

  /** What a gateway lists, uploaded voices among it. */
  @Get()
  async list(@Res() response: ServerResponse) {
    await passOn(await this.admin.gateways.ask({ method: 'GET', path: VOICES_PATH }), response);
  }

  /** Answers with a WAV file of the sentence. */
  @Post('listen')
  async listen(@Body() body: unknown, @Res() response: ServerResponse) {
    const { voice, text } = readBody(body, listenRequestSchema);
    const request = { input: text, voice, response_format: 'wav' };
    const answer = await this.admin.gateways.ask({
      method: 'POST',
      path: '/v1/audio/speech',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    await passOn(answer, response);
  }

  /** Hands a form with the clip to a gateway, as it comes. */
  @Post()
  async upload(@Req() request: IncomingMessage, @Res() response: ServerResponse) {
    const { auditor, gateways } = this.admin;
    const answer = await auditor.record(request, { action: 'voice.upload', target: '' }, async () =>
      succeeded(
        await gateways.ask({
          method: 'POST',
          path: VOICES_PATH,
          headers: { 'content-type': request.headers['content-type'] ?? '' },
          body: Readable.toWeb(request),
        }),
      ),
    );
    this.admin.live.tellStale('voices', 'audit');
    await passOn(answer, response);
  }

  @Delete(':name')
  async remove(
    @Req() request: IncomingMessage,
    @Param('name') name: string,
    @Res() response: ServerResponse,
  ) {
    const { auditor, gateways } = this.admin;
    const path = `${VOICES_PATH}/${encodeURIComponent(name)}`;
    const deed = { action: 'voice.delete', target: name.slice(0, 200) };
    const answer = await auditor.record(request, deed, async () =>
      succeeded(await gateways.ask({ method: 'DELETE', path })),
    );
    this.admin.live.tellStale('voices', 'audit');
    await passOn(answer, response);
  }
}

/** A gateway's refusal, in its own words. */
const succeeded = async (answer: Response): Promise<Response> => {
  if (answer.ok) return answer;
  throw new HttpException(messageIn(await answer.text()), answer.status);
};

const messageIn = (body: string): string => {
  const message = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(body)?.[1];
  const text: unknown = message === undefined ? null : JSON.parse(message);
  return typeof text === 'string' ? text.slice(0, 500) : 'The gateway refused it.';
};

const passOn = async (answer: Response, response: ServerResponse): Promise<void> => {
  const { body } = await succeeded(answer);
  response.setHeader('Content-Type', answer.headers.get('content-type') ?? 'application/json');
  if (body === null) return void response.end();
  await pipeline(Readable.fromWeb(body), response);
};
