import { describe, expect, it } from '@jest/globals';

import { parseJsonFrame } from './json-frame.js';

describe(parseJsonFrame.name, () => {
  it('keeps integers beyond 2^53 exact', () => {
    expect(parseJsonFrame('{"seed":9223372036854775807,"a":0.12345678901234567}')).toEqual({
      ...{ seed: 9223372036854775807n, a: 0.12345678901234567 },
    });
  });

  it('lets the last of equal keys count', () => {
    expect(parseJsonFrame('{"a":1,"a":2}')).toEqual({ a: 2 });
    expect(parseJsonFrame('{"a":1,"a":12345678901234567890}')).toEqual({
      a: 12345678901234567890n,
    });
  });

  it.each([
    ['what is no JSON', '{"a":'],
    ['an integer of 5000 digits', '9'.repeat(5000)],
    ['lists in lists, deeper than the stack', `1234567890123456${'['.repeat(100_000)}`],
    ['a million lists', `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`],
    ['a million keys', `{${Array.from({ length: 100_000 }, (_, at) => `"k${at}":1`).join(',')}}`],
  ])('gives up on %s', (_, frame) => {
    expect(parseJsonFrame(frame)).toBeUndefined();
  });

  it('reads a speaker embedding of 8192 numbers, and a recording of megabytes', () => {
    const embedding = Array.from({ length: 8192 }, (_, at) => 1 / (at + 3));
    const recording = `data:audio/wav;base64,${'A'.repeat(4_000_000)}`;
    const message = { speaker_embedding: embedding, ref_audio: recording };
    expect(parseJsonFrame(JSON.stringify(message))).toEqual(message);
  });
});
