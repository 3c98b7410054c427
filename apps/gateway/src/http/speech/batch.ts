import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { InvalidBody, SpeechRequest } from '@chorale/protocol';

import { ApiError, badRequest } from '../errors/api-error.js';

import type { SpeechDesk } from './speech-desk.js';
import { SpeechFailure, TooMuchSpeech } from './speech-failure.js';
import type { Speech } from './speech-maker.js';
import type { Usage } from './usage.js';

/** Texts of one batch. */
const MAX_ITEMS = 32;

/** Audio of one batch, bytes: it leaves as one JSON document. */
const MAX_BATCH_BYTES = 64 * 1024 * 1024;

/** The HTTP side of a batch. */
export interface BatchCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: unknown;
}

type ItemResult =
  | {
      readonly index: number;
      readonly status: 'success';
      readonly audio_data: string;
      readonly media_type: string;
      readonly usage: Usage;
    }
  | { readonly index: number; readonly status: 'error'; readonly error: string };

/** Speaks all items at once; one that fails fails alone. Throws `ApiError` when the batch itself is bad. */
export const serveBatch = async (desk: SpeechDesk, call: BatchCall) => {
  const { items, model } = desk.readBatch(call.body);
  if (items.length > MAX_ITEMS)
    throw badRequest(
      `Batch contains ${items.length} items, exceeding the maximum of ${MAX_ITEMS}.`,
      'items',
    );
  desk.checkModel(model);
  refuseEmptyTexts(desk, items);
  const shared = { room: MAX_BATCH_BYTES, speeches: new Set<Speech>() };
  call.response.once('close', () => stopAll(shared.speeches));
  const results = await desk.inPlace(call.request, () =>
    Promise.all(items.map((item, index) => speakItem(desk, call, { item, index, shared }))),
  );
  const succeeded = results.filter(({ status }) => status === 'success').length;
  return {
    id: `speech-batch-${randomBytes(16).toString('hex')}`,
    results,
    total: results.length,
    succeeded,
    failed: results.length - succeeded,
  };
};

type Item = SpeechRequest | InvalidBody;

/** Upstream hides them in a 200. */
const refuseEmptyTexts = (desk: SpeechDesk, items: readonly Item[]): void => {
  for (const item of items) {
    const problem = item.kind === 'request' ? desk.problemOf(item) : null;
    if (problem?.param === 'input') throw badRequest(problem.message, 'input');
  }
};

interface Place {
  readonly item: Item;
  readonly index: number;
  readonly shared: Shared;
}

interface Shared {
  /** What is left of the batch's bytes. */
  room: number;
  /** What is being made. */
  readonly speeches: Set<Speech>;
}

const stopAll = (speeches: ReadonlySet<Speech>): void => {
  for (const speech of speeches) speech.stop();
};

const speakItem = async (desk: SpeechDesk, call: BatchCall, place: Place): Promise<ItemResult> => {
  const { item, index, shared } = place;
  if (item.kind === 'invalid') return { index, status: 'error', error: item.message };
  const problem = desk.problemOf(item);
  if (problem !== null) return { index, status: 'error', error: problem.message };
  const speech = desk.begin(call.request, item);
  shared.speeches.add(speech);
  try {
    return await resultOf(speech, place);
  } catch (error) {
    if (!(error instanceof SpeechFailure)) throw error;
    return { index, status: 'error', error: messageOf(desk.errorOf(error)) };
  } finally {
    shared.speeches.delete(speech);
    speech.stop();
  }
};

const resultOf = async (speech: Speech, { index, shared }: Place): Promise<ItemResult> => {
  const file = await speech.file();
  shared.room -= file.byteLength;
  if (shared.room < 0) throw new TooMuchSpeech(MAX_BATCH_BYTES);
  const audio = Buffer.from(file.buffer, file.byteOffset, file.byteLength).toString('base64');
  const { contentType, usage } = speech;
  return { index, status: 'success', audio_data: audio, media_type: contentType, usage };
};

const messageOf = (error: unknown): string =>
  error instanceof ApiError ? error.message : 'Internal Server Error';
