import type { SplitGranularity } from '@chorale/speech';
import { z } from 'zod';

import { ackSchema, resumeSchema } from '../client/resume-messages.js';
import { serverMessageSchema } from '../client/server-message.js';
import { sessionConfigSchemas } from '../client/session-config.js';

import { type JsonSchema, jsonSchemaOf } from './json-schema.js';
import type { ServiceFacts } from './openapi.js';

/** What an AsyncAPI document also has to know. */
export interface SocketFacts extends ServiceFacts {
  /** How text is cut where a client does not say. */
  readonly defaultSplit: SplitGranularity;
}

interface Message {
  readonly name: string;
  readonly summary?: string;
  readonly payload: JsonSchema;
}

const EXTENSION = { chorale: z.literal(1).describe('Asks for the extensions of this service.') };

const configOf = ({ profile, defaultSplit }: SocketFacts): z.ZodType => {
  const { seed, omni, extended } = sessionConfigSchemas(defaultSplit);
  return profile === 'seed' ? seed : z.union([omni, extended.extend(EXTENSION)]);
};

const index = z.int().nonnegative();

/** Messages of clients of the first release, and those that later ones may send as well. */
const clientMessages = (facts: SocketFacts): readonly Message[] => [
  fromClient('session.config', configOf(facts), 'How what follows is to be spoken.'),
  fromClient('input.text', z.object({ text: z.string() }), 'The next piece of the text.'),
  fromClient('input.done', z.object({}), 'The text of this utterance is complete.'),
  ...(facts.profile === 'seed' ? [] : LATER_MESSAGES()),
];

const LATER_MESSAGES = (): readonly Message[] => [
  fromClient('session.close', z.object({}), 'Close when all is said.'),
  fromClient(
    'input.cancel',
    z.object({ utterance_index: index.optional(), played_ms: index.optional() }),
    'Stop speaking at once, and say what was heard. An extension.',
  ),
  fromClient('audio.ack', ackSchema, 'Heard up to here. For resumable sessions.'),
  fromClient('session.resume', resumeSchema, 'Go on with a session that lost its socket.'),
];

const fromClient = (name: string, fields: z.ZodType, summary: string): Message => ({
  name,
  summary,
  payload: {
    allOf: [{ properties: { type: { const: name } }, required: ['type'] }, jsonSchemaOf(fields)],
  },
});

const serverMessages = (): readonly Message[] =>
  serverMessageSchema.options.map((schema) => ({
    name: schema.shape.type.value,
    payload: jsonSchemaOf(schema),
  }));

const AUDIO: Message = {
  name: 'audio',
  summary: 'A binary frame: audio of the sentence whose audio.start came last.',
  payload: { type: 'string', format: 'binary' },
};

const byName = (messages: readonly Message[]) =>
  Object.fromEntries(messages.map((message) => [message.name, message]));

const refs = (messages: readonly Message[]) =>
  messages.map(({ name }) => ({ $ref: `#/channels/speech/messages/${name}` }));

/** Describes the WebSocket of a gateway as AsyncAPI 3, from the schemas by which messages are judged. */
export const asyncApiDocument = (facts: SocketFacts): JsonSchema => {
  const received = clientMessages(facts);
  const sent = [...serverMessages(), AUDIO];
  const channel = { $ref: '#/channels/speech' };
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Chorale: streaming speech',
      version: facts.version,
      description:
        'Text in, in pieces; audio out, as it is made. A key goes where HTTP has it, or into ?api_key=.',
    },
    defaultContentType: 'application/json',
    channels: {
      speech: {
        address: '/v1/audio/speech/stream',
        messages: byName([...received, ...sent]),
      },
    },
    operations: {
      listen: { action: 'receive', channel, messages: refs(received) },
      speak: { action: 'send', channel, messages: refs(sent) },
    },
  };
};
