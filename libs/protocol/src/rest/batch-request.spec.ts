import { describe, expect, it } from '@jest/globals';

import { readBatchRequest } from './batch-request.js';

const read = (body: object) => readBatchRequest(JSON.stringify(body), 'omni');

const itemsOf = (body: object) => {
  const result = read(body);
  return result.kind === 'batch' ? result.items : [];
};

describe(readBatchRequest.name, () => {
  it('lets an item override what the batch says, and fall back on it', () => {
    const items = itemsOf({
      voice: 'Vivian',
      speed: 2,
      items: [{ input: 'One.' }, { input: 'Two.', voice: 'Ryan', speed: null }],
    });
    expect(items).toMatchObject([
      { input: 'One.', config: { voice: 'Vivian', speed: 2 } },
      { input: 'Two.', config: { voice: 'Ryan', speed: 2 } },
    ]);
  });

  it('never streams, and takes no field that a batch does not have', () => {
    const [item] = itemsOf({ items: [{ input: 'One.', stream: true, seed: 3 }], stream: true });
    expect(item).toMatchObject({ delivery: 'file', config: { seed: null } });
  });

  it.each([
    [{}, 'missing', 'items'],
    [{ items: [] }, 'at least 1 item', 'items'],
    [{ items: 'a' }, 'list_type', 'items'],
    [{ items: ['a'] }, 'model_attributes_type', 'items'],
    [{ items: [{}] }, "'loc': ('body', 'items', 0, 'input')", 'items'],
    [{ items: [{ input: 'a' }, { input: 'b', speed: 10 }] }, "'items', 1, 'speed'", 'items'],
    [{ items: [{ input: 'a' }], speed: 0.1 }, 'greater_than_equal', 'speed'],
    [{ items: [{ input: 'a', initial_codec_chunk_frames: -1 }] }, 'greater_than_equal', 'items'],
    [{ items: [{ input: 'a', non_streaming_mode: 'x' }] }, 'bool_parsing', 'items'],
  ])('refuses %j', (body, words, param) => {
    expect(read(body)).toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining(words),
      param,
    });
  });

  it('keeps an item whose fields do not go together from failing the others', () => {
    const items = itemsOf({
      items: [{ input: 'a', response_format: 'mulaw', sample_rate: 16_000 }, { input: 'b' }],
    });
    expect(items.map(({ kind }) => kind)).toEqual(['invalid', 'request']);
  });
});
