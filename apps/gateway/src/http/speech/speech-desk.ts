import type { IncomingMessage, ServerResponse } from 'node:http';

import type { BatchRequest, InvalidBody, SpeechRequest } from '@chorale/protocol';
import {
  MAX_MESSAGE_LENGTH,
  readBatchRequest,
  readSpeechRequest,
  SAMPLE_RATES,
} from '@chorale/protocol';
import type { RequestAbilities, RequestProblem, UtteranceConfig } from '@chorale/speech';
import { requestProblem } from '@chorale/speech';

import type { ApiError } from '../errors/api-error.js';
import { badRequest, invalidRequest, notFound } from '../errors/api-error.js';
import { requestRules } from '../../sessions/session-rules.js';

import { ResponseWriter } from './response-writer.js';
import { ANSWERS } from './speech-answers.js';
import { answerToFailure, SpeechFailure } from './speech-failure.js';
import type { Speech, SpeechMakerParts } from './speech-maker.js';
import { beginSpeech } from './speech-maker.js';

/** Serves requests for speech: judges them, has them spoken, and answers. All of it throws `ApiError`. */
export class SpeechDesk {
  readonly #abilities: RequestAbilities;

  constructor(private readonly parts: SpeechMakerParts) {
    this.#abilities = {
      tasks: ['CustomVoice'],
      sampleRates: SAMPLE_RATES,
      maxInputLength: MAX_MESSAGE_LENGTH,
      maxInstructionsLength: requestRules(parts.config).context.abilities.maxInstructionsLength,
      voiceProblem: (config) => this.#voiceProblem(config),
    };
  }

  /** Reads the body of a request for speech. */
  read(body: unknown): SpeechRequest {
    return readAs(body, (json) => readSpeechRequest(json, this.parts.config.SPEECH_PROFILE));
  }

  /** Reads the body of a batch. */
  readBatch(body: unknown): BatchRequest {
    return readAs(body, (json) => readBatchRequest(json, this.parts.config.SPEECH_PROFILE));
  }

  /** Throws unless the model is served. */
  checkModel(model: string | null): void {
    if (model === null || model === '') return;
    if (!this.parts.config.SERVED_MODEL_NAMES.includes(model))
      throw notFound(`The model \`${model.slice(0, 200)}\` does not exist.`, 'model');
  }

  /** Says why the request cannot be served as it is; null if it can. */
  problemOf({ input, config }: SpeechRequest): RequestProblem | null {
    return requestProblem(input, config, this.#abilities);
  }

  /** Serves a request for speech to its end. */
  async serve(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
    const wish = this.read(body);
    this.checkModel(wish.config.model);
    const problem = this.problemOf(wish);
    if (problem !== null) throw badRequest(problem.message, problem.param);
    await this.inPlace(request, () => this.#answer(request, response, wish));
  }

  /** Does the work in a session's place, if there is one for the client. */
  async inPlace<T>(request: IncomingMessage, work: () => Promise<T>): Promise<T> {
    const entry = this.parts.gateway.enter(request);
    if (entry.kind === 'refused') throw entry.error;
    try {
      return await work();
    } finally {
      entry.leave();
    }
  }

  /** Begins to speak; whoever begins must also stop. */
  begin(request: IncomingMessage, wish: SpeechRequest): Speech {
    return beginSpeech(this.parts, request, wish);
  }

  /** What the client of failed speech is told. */
  errorOf(error: unknown): unknown {
    if (!(error instanceof SpeechFailure)) return error;
    return answerToFailure(error, this.parts.config.SPEECH_PROFILE);
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    wish: SpeechRequest,
  ): Promise<void> {
    const { clock, config, metrics } = this.parts;
    const stallMs = config.SLOW_CONSUMER_SECONDS * 1000;
    const speech = this.begin(request, wish);
    const onStalled = () => {
      metrics.slowConsumer();
      speech.stop('slow_consumer');
    };
    const writer = new ResponseWriter(response, { clock, stallMs, onStalled });
    response.once('close', () => speech.stop());
    try {
      await ANSWERS[wish.delivery]({ speech, response, writer });
    } catch (error) {
      if (!isGone(response)) throw this.errorOf(error);
    } finally {
      speech.stop();
    }
  }

  #voiceProblem(config: UtteranceConfig): RequestProblem | null {
    const found = this.parts.gateway.lookUp(config);
    return found.kind === 'refused' ? found : null;
  }
}

/** There is nobody to be told. */
const isGone = (response: ServerResponse): boolean => response.destroyed;

const readAs = <T extends { readonly kind: string }>(
  body: unknown,
  read: (json: string) => T | InvalidBody,
): T => {
  if (typeof body !== 'string') throw NOT_JSON;
  const result = read(body);
  if (isInvalid(result)) throw invalidRequest(result.message, result.param);
  return result;
};

const isInvalid = (result: { readonly kind: string }): result is InvalidBody =>
  result.kind === 'invalid';

const NOT_JSON: ApiError = invalidRequest(
  'JSON decode error: a JSON body is needed, with Content-Type: application/json',
);
