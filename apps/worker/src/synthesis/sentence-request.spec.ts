import { describe, expect, it } from '@jest/globals';

import { aSynthesisJob, aWorkerRecord } from '@chorale/testing';

import { sentenceWish } from './sentence-request.js';

const VOICES = aWorkerRecord().voices;
const NOW = 10_000;

const wishOf = (changes: Parameters<typeof aSynthesisJob>[0]) =>
  sentenceWish(aSynthesisJob({ voice: VOICES[0]?.id ?? '', ...changes }), VOICES, NOW);

describe(sentenceWish.name, () => {
  it.each([
    ['whose listener has nothing in hand', { due: NOW + 100, pace: 'realtime' }, true],
    ['whose listener waits already', { due: NOW - 5_000, pace: 'realtime' }, true],
    ['whose listener has seconds in hand', { due: NOW + 3_000, pace: 'realtime' }, false],
    ['of a file, for which nobody waits', { due: NOW, pace: 'asap' }, false],
  ] as const)('hurries for a sentence %s: %j is %s', (_, changes, hurried) => {
    expect(wishOf(changes).request.hurried).toBe(hurried);
  });

  it('refuses a voice that is not here, for good', () => {
    expect(() => wishOf({ voice: 'nobody' })).toThrow(
      expect.objectContaining({ code: 'unknown_voice', retryable: false }),
    );
  });
});
