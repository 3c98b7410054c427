import type { IncomingMessage, ServerResponse } from 'node:http';

import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';

import { SpeechDesk } from './speech-desk.js';
import { serveBatch } from './batch.js';

/** Makes speech of texts that are there as a whole. */
@Controller('v1/audio/speech')
export class SpeechController {
  constructor(private readonly desk: SpeechDesk) {}

  /** One text: as a file, as it is made, or as server-sent events. */
  @Post()
  speak(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Body() body: unknown,
  ): Promise<void> {
    return this.desk.serve(request, response, body);
  }

  /** Several texts, each as a file inside JSON. */
  @Post('batch')
  @HttpCode(200)
  batch(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
    @Body() body: unknown,
  ) {
    return serveBatch(this.desk, { request, response, body });
  }
}
