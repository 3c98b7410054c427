import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { readClientMessage } from './client-message.js';
import { serverMessageSchema } from './server-message.js';

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../../../docs/protocol.md'), 'utf8');

const typed = z.looseObject({ type: z.string() });

const fences = [...DOCUMENT.matchAll(/^```json\n([^]*?)^```$/gm)].map(([, json = '']) => json);

const linesOf = (party: 'C' | 'S') =>
  [...DOCUMENT.matchAll(new RegExp(`^${party} (\\{.*\\})$`, 'gm'))].map(([, json = '']) => json);

const typeOf = (json: string) => typed.parse(JSON.parse(json)).type;

const isOfClient = (json: string) =>
  /^(session\.(config|close|resume)$|input\.(?!ack)|audio\.ack)/.test(typeOf(json));

/** How a session that is well under way reads the message, or a new connection that resumes it. */
const read = (json: string) =>
  readClientMessage(json, {
    profile: 'omni',
    defaultSplit: 'sentence',
    configured: typeOf(json) !== 'session.resume',
    extended: true,
    resumable: true,
  });

const clientExamples = [...fences.filter(isOfClient), ...linesOf('C')];
const serverExamples = [...fences.filter((json) => !isOfClient(json)), ...linesOf('S')];

describe('docs/protocol.md', () => {
  it('shows every message of the server', () => {
    const known = serverMessageSchema.options.map(({ shape }) => shape.type.value);
    expect(new Set(serverExamples.map(typeOf))).toEqual(new Set(known));
  });

  it.each(clientExamples)('shows a message that the server understands: %s', (json) => {
    expect(read(json)).not.toMatchObject({ kind: 'error' });
  });

  it.each(serverExamples)('shows a message that the server may send: %s', (json) => {
    expect(serverMessageSchema.safeParse(JSON.parse(json)).error).toBeUndefined();
  });
});
