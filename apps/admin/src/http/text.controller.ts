import type { IncomingMessage } from 'node:http';

import { textRequestSchema } from '@chorale/protocol';
import type { SessionTexts, TextAnswer } from '@chorale/speech';
import {
  Controller,
  ForbiddenException,
  GatewayTimeoutException,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Req,
} from '@nestjs/common';

import { Admin } from '../admin.js';

import { readBody } from './read-body.js';

/** How long a gateway may take to answer, ms. */
const PATIENCE_MS = 3_000;

/** What the sentences of a session say, for an operator who asks: a POST, for it is no viewer's, and noted each time. */
@Controller('api/gateways/:gateway/sessions/:session/text')
export class TextController {
  constructor(private readonly admin: Admin) {}

  /** The words are in this answer and nowhere else. */
  @Post()
  @HttpCode(200)
  async show(@Req() request: IncomingMessage, @Param() params: unknown) {
    const of = readBody(params, textRequestSchema);
    const { auditor, live, parts } = this.admin;
    const deed = { action: 'session.text', target: `${of.session} on ${of.gateway}` };
    const ask = async () => shown(await parts.ports.textInquiry.ask(of, PATIENCE_MS));
    return auditor.record(request, deed, ask).finally(() => live.tellStale('audit'));
  }
}

const shown = (answer: TextAnswer | null): SessionTexts => {
  switch (answer?.kind) {
    case 'shown':
      return { sentences: answer.sentences, forgotten: answer.forgotten };
    case 'switchedOff':
      throw new ForbiddenException(
        'Text is switched off: this gateway runs with ALLOW_TEXT_VIEW=false.',
      );
    case 'ended':
      throw new NotFoundException('The session has ended: nothing of it is kept.');
    case undefined:
      throw new GatewayTimeoutException('The gateway does not answer; it may be gone.');
  }
};
