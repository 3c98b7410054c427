import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { linesOf } from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { useGateway } from './gateway-under-test.js';
import { refusalOf, RestCall } from './rest-call.js';
import { config, DONE, text } from './wire.js';

const REFUSAL =
  "Qwen3-TTS CustomVoice checkpoint does not support task_type='Base'. Use task_type='CustomVoice' or load the matching Base checkpoint.";

/** Counts who comes to an address of this machine, to which a gateway must not be sent. */
const startTrap = async (): Promise<{ server: Server; port: number; visits: () => number }> => {
  let visits = 0;
  const server = createServer((_, response) => response.end('secret'));
  server.on('connection', () => (visits += 1));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address() as AddressInfo; // it listens on TCP
  return { server, port: address.port, visits: () => visits };
};

describe('the address of a reference clip, which no voice here can use', () => {
  const gateway = useGateway();
  const call = new RestCall(gateway);

  let trap: Awaited<ReturnType<typeof startTrap>>;
  beforeAll(async () => {
    trap = await startTrap();
  });
  afterAll(() => void trap.server.close());

  const address = (shape: string) => shape.replace('PORT', String(trap.port));

  const SHAPES = [
    'http://127.0.0.1:PORT/',
    'HTTP://localhost:PORT/clip.wav',
    'https://localhost:PORT/',
    'http://0x7f.1:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://user:password@localhost:PORT/',
    'ftp://localhost:PORT/',
    'file:///etc/passwd',
    'data:audio/wav;base64,UklGRg==',
    'clip.wav',
  ];

  it.each(SHAPES)('is refused before anything is fetched: %s', async (shape) => {
    const clip = address(shape);
    const wishes = [
      { ref_audio: clip, ref_text: 'Hello.' },
      { ref_audio: [clip, clip], task_type: 'Base' },
      { references: [{ audio_path: clip, text: 'Hello.' }] },
      { ref_audio: clip, stream: true, x_vector_only_mode: true },
    ];
    for (const fields of wishes)
      expect(await call.refusal(fields)).toEqual({
        status: 400,
        error: { message: REFUSAL, type: 'BadRequestError', param: 'task_type', code: 400 },
      });
    expect(trap.visits()).toBe(0);
    expect(gateway().speaker.jobs).toEqual([]);
  });

  it('is refused in a batch, for its item alone', async () => {
    const items = [{ input: 'One.', ref_audio: address(SHAPES[0] ?? '') }, { input: 'Two.' }];
    const response = await call.batch({ items });
    expect(await response.json()).toMatchObject({
      results: [{ status: 'error', error: REFUSAL }, { status: 'success' }],
    });
    expect(trap.visits()).toBe(0);
  });

  it('fails each sentence of a session', async () => {
    const wish = config({ ref_audio: address(SHAPES[0] ?? ''), ref_text: 'Hello.' });
    const client = await gateway().talk(wish, text('Hello.'), DONE);
    const lines = linesOf(await client.until('session.done'));
    expect(lines.join('\n')).toContain(REFUSAL);
    expect(trap.visits()).toBe(0);
  });

  it('is no way to upload a voice', async () => {
    const form = new FormData();
    const parts = { name: 'Anna', consent: 'c', ref_audio: address(SHAPES[0] ?? '') };
    for (const [name, value] of Object.entries(parts)) form.set(name, value);
    const response = await fetch(`${gateway().url}/v1/audio/voices`, {
      method: 'POST',
      body: form,
    });
    expect((await refusalOf(response)).error.message).toMatch(/^Either 'audio_sample' or/);
    expect(trap.visits()).toBe(0);
  });
});
