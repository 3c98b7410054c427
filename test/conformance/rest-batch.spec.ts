import { describe, expect, it } from '@jest/globals';
import { eventually, FOR_EVER } from '@chorale/testing';

import { useGateway } from './gateway-under-test.js';
import type { Fields } from './rest-call.js';
import { refusalOf, RestCall } from './rest-call.js';

interface Batch {
  readonly id: string;
  readonly results: readonly Fields[];
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
}

describe('POST /v1/audio/speech/batch', () => {
  const gateway = useGateway();
  const call = new RestCall(gateway);

  const batch = async (body: Fields): Promise<Batch> => {
    const response = await call.batch(body);
    expect(response.status).toBe(200);
    return (await response.json()) as Batch; // the assertions would notice anything else
  };

  const texts = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ input: `Text ${i}` }));

  const problemOf = async (body: Fields) => {
    const { status, error } = await refusalOf(await call.batch(body));
    expect(status).toBe(400);
    return error.message;
  };

  it('row 111: speaks each text, in order', async () => {
    const { id, results, ...counts } = await batch({ items: texts(3) });
    expect(id).toMatch(/^speech-batch-[\da-f]{32}$/);
    expect(counts).toEqual({ total: 3, succeeded: 3, failed: 0 });
    expect(results.map(({ index }) => index)).toEqual([0, 1, 2]);
    const [first] = results;
    expect(first).toMatchObject({ status: 'success', media_type: 'audio/wav' });
    expect(Buffer.from(String(first?.['audio_data']), 'base64').subarray(0, 4).toString()).toBe(
      'RIFF',
    );
    expect(first?.['usage']).toMatchObject({ input_tokens: 6 });
  });

  it('row 112: needs a text', async () => {
    expect(await problemOf({ items: [] })).toContain('at least 1 item');
  });

  it('row 113: takes 32 texts, and not one more', async () => {
    expect((await batch({ items: texts(32) })).succeeded).toBe(32);
    expect(await problemOf({ items: texts(33) })).toBe(
      'Batch contains 33 items, exceeding the maximum of 32.',
    );
  });

  it('row 114: lets a text say otherwise than the batch', async () => {
    const { results } = await batch({
      items: [{ input: 'One.' }, { input: 'Two.', voice: 'fake-de', response_format: 'pcm' }],
      voice: 'fake',
      speed: 2,
      stream: true,
    });
    expect(results.map((result) => result['media_type'])).toEqual(['audio/wav', 'audio/pcm']);
    const jobs = gateway().speaker.jobs.toSorted((a, b) => a.text.localeCompare(b.text));
    expect(jobs.map(({ voice, style }) => [voice, style.speed])).toEqual([
      ['fake', 2],
      ['fake-de', 2],
    ]);
  });

  it('row 115: keeps a text that fails from failing the others', async () => {
    const { results, ...counts } = await batch({
      items: [{ input: 'One.', voice: 'nobody' }, { input: 'Two.' }],
    });
    expect(counts).toMatchObject({ total: 2, succeeded: 1, failed: 1 });
    expect(Object.keys(results[0] ?? {})).toEqual(['index', 'status', 'error']);
    expect(results[0]?.['error']).toMatch(/^Invalid voice 'nobody'/);
    expect(results[1]).not.toHaveProperty('error');
  });

  it.each([
    [{ items: [{ input: 'a' }], instructions: 3 }],
    [{ items: [{ input: 'a' }], response_format: 'mpeg' }],
    [{ items: [{ input: 'a', speed: 0.1 }] }],
    [{ items: [{ input: 'a' }], speed: 10 }],
    [{ items: [{ input: 'a', task_type: 'x' }] }],
    [{ items: [{ input: 'a', ref_text: 3 }] }],
    [{ items: [{ input: 'a', x_vector_only_mode: 'x' }] }],
    [{ items: [{ input: 'a', initial_codec_chunk_frames: -1 }] }],
    [{ items: [{ input: ' ' }, { input: 'a' }] }],
  ])('row 117: refuses %j', async (body) => {
    await problemOf(body);
    expect(gateway().speaker.jobs).toEqual([]);
  });

  it('stops all of it when the client leaves', async () => {
    gateway().speaker.say(() => ({ chunks: [], until: FOR_EVER }));
    const leaving = new AbortController();
    const body = JSON.stringify({ items: texts(3) });
    const answer = call.post('/v1/audio/speech/batch', body, { signal: leaving.signal });
    await eventually(() => gateway().speaker.jobs.length === 3);
    leaving.abort();
    await expect(answer).rejects.toThrow();
    await gateway().idle();
  });
});
