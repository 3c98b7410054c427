import { describe, expect, it } from '@jest/globals';

import { pauseSamples } from './pause.js';

const MIDDLE = { last: false, endsUtterance: false };
const LAST = { last: true, endsUtterance: false };
const ms = (close: Parameters<typeof pauseSamples>[0], follower = MIDDLE, speed = 1): number =>
  pauseSamples(close, follower, { rate: 1000, speed });

describe(pauseSamples.name, () => {
  it('is longer the more comes to an end', () => {
    expect(ms({ mark: null, before: 'clause' })).toBe(0);
    expect(ms({ mark: ',', before: 'clause' })).toBe(120);
    expect(ms({ mark: ';', before: 'clause' })).toBe(180);
    expect(ms({ mark: '.', before: 'sentence' })).toBe(250);
    expect(ms({ mark: '?', before: 'paragraph' })).toBe(450);
  });

  it('takes text that just ends for a sentence', () => {
    expect(ms({ mark: null, before: 'clause' }, LAST)).toBe(250);
  });

  it('is shorter when speech is faster', () => {
    expect(ms({ mark: '.', before: 'sentence' }, LAST, 1.25)).toBe(200);
  });

  it('is left out at the end of an utterance', () => {
    expect(ms({ mark: '.', before: 'paragraph' }, { last: true, endsUtterance: true })).toBe(0);
    expect(ms({ mark: '.', before: 'sentence' }, { last: false, endsUtterance: true })).toBe(250);
  });
});
