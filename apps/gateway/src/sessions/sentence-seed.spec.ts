import { describe, expect, it } from '@jest/globals';

import { sentenceSeed } from './sentence-seed.js';

describe(sentenceSeed.name, () => {
  it('is the same for equal requests, and fits 64 bits', () => {
    const seed = sentenceSeed(null, 'joe', 'Hello.');
    expect(sentenceSeed(null, 'joe', 'Hello.')).toBe(seed);
    expect(seed).toBeLessThan(2n ** 64n);
  });

  it('takes no session seed for zero', () => {
    expect(sentenceSeed(0n, 'joe', 'Hello.')).toBe(sentenceSeed(null, 'joe', 'Hello.'));
  });

  it('differs by session seed, voice and text', () => {
    const seeds = [
      sentenceSeed(null, 'joe', 'Hello.'),
      sentenceSeed(2n ** 63n - 1n, 'joe', 'Hello.'),
      sentenceSeed(2n ** 63n - 2n, 'joe', 'Hello.'),
      sentenceSeed(null, 'amy', 'Hello.'),
      sentenceSeed(null, 'joe', 'Hello!'),
    ];
    expect(new Set(seeds).size).toBe(seeds.length);
  });
});
