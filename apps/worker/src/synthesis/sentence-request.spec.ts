import { describe, expect, it } from '@jest/globals';

import { aSynthesisJob, aWorkerRecord } from '@chorale/testing';

import { sentenceWish } from './sentence-request.js';

const VOICES = aWorkerRecord().voices;
const ENGINE = { voices: VOICES, minSpeed: 0.5, maxSpeed: 1.5 };
const NOW = 10_000;

const wishOf = (changes: Parameters<typeof aSynthesisJob>[0]) =>
  sentenceWish(aSynthesisJob({ voice: VOICES[0]?.id ?? '', ...changes }), ENGINE, NOW);

describe(sentenceWish.name, () => {
  it.each([
    ['whose listener has nothing in hand', { due: NOW + 100, pace: 'realtime' }, true],
    ['whose listener waits already', { due: NOW - 5_000, pace: 'realtime' }, true],
    ['whose listener has seconds in hand', { due: NOW + 3_000, pace: 'realtime' }, false],
    ['of a file, for which nobody waits', { due: NOW, pace: 'asap' }, false],
  ] as const)('hurries for a sentence %s: %j is %s', (_, changes, hurried) => {
    expect(wishOf(changes).request.hurried).toBe(hurried);
  });

  it.each([
    [0.25, 0.5, 0.5],
    [0.5, 0.5, 1],
    [1, 1, 1],
    [1.5, 1.5, 1],
    [3, 1.5, 2],
  ])('makes speed %d of speed %d and a stretch by %d', (speed, ofEngine, pace) => {
    const { request, wanted } = wishOf({ style: { speed, noiseScale: null, noiseWidth: null } });
    expect([request.style.speed, wanted.pace]).toEqual([ofEngine, pace]);
  });

  it('refuses a voice that is not here, for good', () => {
    expect(() => wishOf({ voice: 'nobody' })).toThrow(
      expect.objectContaining({ code: 'unknown_voice', retryable: false }),
    );
  });
});
