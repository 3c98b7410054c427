import type { ServerResponse } from 'node:http';

import type { Delivery } from '@chorale/protocol';

import { answerToFailure, isPassing, SpeechFailure } from './speech-failure.js';
import type { ResponseWriter } from './response-writer.js';
import type { Speech } from './speech-maker.js';

/** One request's answer in the making. */
interface AnswerParts {
  readonly speech: Speech;
  readonly response: ServerResponse;
  readonly writer: ResponseWriter;
}

/** Sends all of the speech; rejects with what its client is to be told instead, or with why it was cut off. */
export type Answer = (parts: AnswerParts) => Promise<void>;

const NO_STORE = { 'Cache-Control': 'no-store' } as const;

/** One file, complete, with its length. */
const answerWithFile: Answer = async ({ speech, response, writer }) => {
  const file = await speech.file();
  response.writeHead(200, {
    'Content-Type': speech.contentType,
    'Content-Length': file.byteLength,
    'Server-Timing': speech.times.ended,
    ...speech.formatHeaders,
    ...speech.accountHeaders,
  });
  await writer.write(file);
  await writer.end();
};

/** The bytes as they come. The first of them is there before the status is sent: an early failure is an HTTP error. */
const answerRaw: Answer = async ({ speech, response, writer }) => {
  const audio = speech.audio();
  const first = await audio.next();
  response.writeHead(200, {
    'Content-Type': speech.contentType,
    'Server-Timing': speech.times.begun,
    Trailer: 'Server-Timing',
    ...NO_STORE,
    ...speech.formatHeaders,
  });
  if (first.done !== true) await writer.write(first.value);
  for await (const bytes of audio) await writer.write(bytes);
  response.addTrailers({ 'Server-Timing': speech.times.ended });
  await writer.end();
};

/** One event of a stream. */
const eventOf = (data: { readonly type: string; readonly [key: string]: unknown }): Buffer =>
  Buffer.from(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`);

/** Server-sent events, in the shape that upstream and OpenAI share. */
const answerWithEvents: Answer = async (parts) => {
  const { speech, response, writer } = parts;
  try {
    for await (const bytes of speech.audio()) {
      if (!response.headersSent) beginEvents(speech, response);
      await writer.write(eventOf(speech.delta(bytes)));
    }
    await writer.write(eventOf({ type: 'speech.audio.done', usage: speech.usage }));
  } catch (error) {
    if (response.destroyed || !(error instanceof SpeechFailure)) throw error;
    await tellFailure(parts, error);
  }
  await writer.end();
};

/** A failure of the speech is an event; that nobody could take it up is an HTTP error, as everywhere. */
const tellFailure = async (parts: AnswerParts, failure: SpeechFailure): Promise<void> => {
  const { speech, response, writer } = parts;
  const partial = response.headersSent;
  if (!partial && isPassing(failure)) throw failure;
  if (!partial) beginEvents(speech, response);
  await writer.write(eventOf(errorEvent(failure, partial)));
};

const beginEvents = (speech: Speech, response: ServerResponse): void => {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'X-Accel-Buffering': 'no', // proxies of nginx's kind would wait for more
    'Server-Timing': speech.times.begun,
    ...NO_STORE,
    ...speech.formatHeaders,
  });
};

const errorEvent = (failure: SpeechFailure, partial: boolean) => ({
  type: 'speech.audio.error',
  error: {
    message: answerToFailure(failure, 'omni').message,
    type: 'server_error',
    param: null,
    code: 500,
    ...(partial ? { partial_audio: true, action: 'discard' } : {}),
  },
});

/** How each delivery is answered. */
export const ANSWERS: Readonly<Record<Delivery, Answer>> = {
  file: answerWithFile,
  raw: answerRaw,
  events: answerWithEvents,
};
