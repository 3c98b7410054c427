import { describe, expect, it } from '@jest/globals';

import { asyncApiDocument } from './asyncapi.js';
import { type OpenApiDocument, openApiDocument, type Operation } from './openapi.js';

const FACTS = { version: '1.2.3', profile: 'omni', asksForKeys: true, profiles: true } as const;

const bodyOf = (operation: Operation | undefined): unknown => operation?.requestBody?.['content'];

const speech = (document: OpenApiDocument) => document.paths['/v1/audio/speech']?.['post'];

describe(openApiDocument.name, () => {
  it('describes a request by the schema that judges it', () => {
    expect(bodyOf(speech(openApiDocument(FACTS)))).toMatchObject({
      'application/json': {
        schema: {
          type: 'object',
          required: ['input'],
          properties: {
            input: { type: 'string' },
            response_format: {
              enum: expect.arrayContaining(['wav', 'mp3', 'mulaw']),
              default: 'wav',
            },
            speed: { anyOf: [{ type: 'number', minimum: 0.25, maximum: 4 }, { type: 'null' }] },
          },
        },
      },
    });
  });

  it('describes what the first release takes, for who serves that', () => {
    const properties = JSON.stringify(
      bodyOf(speech(openApiDocument({ ...FACTS, profile: 'seed' }))),
    );
    expect(properties).toContain('"stream_format"');
    expect(properties).not.toContain('"word_timestamps"');
  });

  it('asks for keys where the service does, and never for its health', () => {
    expect(openApiDocument(FACTS)['security']).toEqual([{ bearer: [] }, { header: [] }]);
    expect(openApiDocument({ ...FACTS, asksForKeys: false })['security']).toEqual([]);
    expect(openApiDocument(FACTS).paths['/health']?.['get']?.security).toEqual([]);
  });

  it('tells of profiles only where they can be recorded', () => {
    expect(Object.keys(openApiDocument(FACTS).paths)).toContain('/start_profile');
    const paths = openApiDocument({ ...FACTS, profiles: false }).paths;
    expect(Object.keys(paths)).not.toContain('/start_profile');
  });

  it('gives every operation a name of its own, and an answer', () => {
    const operations = Object.values(openApiDocument(FACTS).paths).flatMap(
      Object.values<Operation>,
    );
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { responses } of operations) expect(Object.keys(responses)).toContain('200');
  });
});

describe(asyncApiDocument.name, () => {
  const operationsOf = (profile: 'omni' | 'seed') =>
    JSON.stringify(asyncApiDocument({ ...FACTS, profile, defaultSplit: 'sentence' })['operations']);

  it('names every message, and knows which came later', () => {
    const later = ['session.config', 'input.cancel', 'session.resume', 'audio.done', 'audio'];
    for (const name of later) expect(operationsOf('omni')).toContain(`/messages/${name}"`);
    expect(operationsOf('seed')).toContain('/messages/input.done"');
    expect(operationsOf('seed')).not.toContain('/messages/input.cancel"');
  });
});
