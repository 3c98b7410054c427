import type { Position, UtteranceConfig } from '@chorale/speech';

import { parseJsonFrame } from './json-frame.js';
import { pythonText } from './python-text.js';
import type { ResumeRequest } from './resume-messages.js';
import { readAudioAck, readResume } from './resume-messages.js';
import type { SessionConfigRules } from './session-config.js';
import { parseSessionConfig } from './session-config.js';

/** Longest `session.config`, in code points. */
export const MAX_CONFIG_LENGTH = 4_194_304;

/** Longest message of any other kind, in code points. */
export const MAX_MESSAGE_LENGTH = 131_072;

/** What one text frame of a client means; an error says whether it ends the connection. */
export type ClientMessage =
  | {
      readonly kind: 'config';
      readonly config: UtteranceConfig;
      /** The client wants to be able to come back. */
      readonly resumable: boolean;
    }
  | { readonly kind: 'resume'; readonly request: ResumeRequest }
  | { readonly kind: 'ack'; readonly position: Position }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'close' }
  | {
      readonly kind: 'cancel';
      readonly utteranceIndex: number | null;
      readonly playedMs: number | null;
    }
  | { readonly kind: 'error'; readonly message: string; readonly fatal: boolean };

/** What has to be known to read a frame. */
export interface ReadingStage extends SessionConfigRules {
  /** A config was accepted before. */
  readonly configured: boolean;
  /** The accepted config asked for our extensions. */
  readonly extended: boolean;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Reads one text frame; never throws. Texts and their fatality: wire contract of the profile. */
export const readClientMessage = (frame: string, stage: ReadingStage): ClientMessage => {
  const oversize = sizeProblem(frame, stage);
  if (oversize !== null) return oversize;
  const json = parseJsonFrame(frame);
  if (json === undefined) return error(notJson(stage), !stage.configured);
  if (!isObject(json)) return error(notObject(stage), !stage.configured);
  const tooLong = tooLongFor(json, frame, stage);
  if (tooLong !== null) return tooLong;
  return stage.configured ? readLater(json, stage) : readFirst(json, stage);
};

const error = (message: string, fatal: boolean): ClientMessage => ({
  kind: 'error',
  message,
  fatal,
});

const sizeProblem = (frame: string, stage: ReadingStage): ClientMessage | null => {
  if (stage.profile === 'seed' && stage.configured)
    return longer(frame, MAX_MESSAGE_LENGTH) ? error('input.text message too large', false) : null;
  if (!longer(frame, MAX_CONFIG_LENGTH)) return null;
  if (stage.profile === 'seed') return error('session.config message too large', true);
  return error('WebSocket message too large', !stage.configured);
};

/** Code points, as upstream counts; only a frame whose length leaves it open is walked. */
const longer = (frame: string, limit: number): boolean => {
  if (frame.length <= limit) return false;
  if (frame.length > 2 * limit) return true;
  let count = 0;
  for (let at = 0; at < frame.length; at += width(frame, at)) count += 1;
  return count > limit;
};

const width = (frame: string, at: number): number =>
  (frame.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isFirstOfSeed = (stage: ReadingStage): boolean =>
  stage.profile === 'seed' && !stage.configured;

const notJson = (stage: ReadingStage): string =>
  isFirstOfSeed(stage) ? 'Invalid JSON in session.config' : 'Invalid JSON message';

const notObject = (stage: ReadingStage): string =>
  isFirstOfSeed(stage)
    ? 'session.config must be a JSON object'
    : 'WebSocket messages must be JSON objects';

const readFirst = (json: JsonObject, stage: ReadingStage): ClientMessage => {
  if (json['type'] === 'session.resume' && stage.profile === 'omni') return readResumption(json);
  if (json['type'] !== 'session.config')
    return error(`Expected session.config, got: ${pythonText(json['type'])}`, true);
  return readConfig(json, stage);
};

const readResumption = (json: JsonObject): ClientMessage => {
  const read = readResume(json);
  if ('request' in read) return { kind: 'resume', request: read.request };
  return error(`Invalid session.resume: ${read.problem}`, true);
};

const tooLongFor = (json: JsonObject, frame: string, stage: ReadingStage): ClientMessage | null => {
  if (json['type'] === 'session.config' || isFirstOfSeed(stage)) return null;
  if (!longer(frame, MAX_MESSAGE_LENGTH)) return null;
  return error('input.text message too large', !stage.configured);
};

const readConfig = (json: JsonObject, stage: ReadingStage): ClientMessage => {
  const result = parseSessionConfig(json, stage);
  if (result.kind === 'config') return result;
  return error(result.message, !stage.configured);
};

const readLater = (json: JsonObject, stage: ReadingStage): ClientMessage => {
  const { type } = json;
  if (type === 'input.text') return readText(json);
  if (type === 'input.done') return { kind: 'done' };
  if (stage.profile === 'omni') return readOmni(json, stage);
  return unknownType(type);
};

const readOmni = (json: JsonObject, stage: ReadingStage): ClientMessage => {
  const { type } = json;
  if (type === 'session.config') return readConfig(json, stage);
  if (type === 'session.close') return { kind: 'close' };
  if (type === 'input.cancel' && stage.extended) return readCancel(json);
  if (type === 'audio.ack' && stage.resumable) return readAck(json);
  return unknownType(type);
};

const unknownType = (type: unknown): ClientMessage =>
  error(`Unknown message type: ${pythonText(type)}`, false);

const readText = (json: JsonObject): ClientMessage => {
  const text = json['text'] ?? (Object.hasOwn(json, 'text') ? null : '');
  if (typeof text !== 'string') return error('input.text requires a string value', false);
  return { kind: 'text', text };
};

const readCancel = (json: JsonObject): ClientMessage => {
  const utteranceIndex = json['utterance_index'] ?? null;
  const playedMs = json['played_ms'] ?? null;
  if (!isCount(utteranceIndex) || !isCount(playedMs))
    return error(
      'input.cancel takes non-negative numbers for utterance_index and played_ms',
      false,
    );
  return { kind: 'cancel', utteranceIndex, playedMs };
};

const readAck = (json: JsonObject): ClientMessage => {
  const position = readAudioAck(json);
  if (position !== null) return { kind: 'ack', position };
  return error(
    'audio.ack takes non-negative integers for utterance_index, sentence_index and sample_offset',
    false,
  );
};

const isCount = (value: unknown): value is number | null =>
  value === null || (typeof value === 'number' && value >= 0 && Number.isFinite(value));
