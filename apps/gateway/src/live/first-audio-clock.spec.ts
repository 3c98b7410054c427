import { describe, expect, it } from '@jest/globals';

import { FirstAudioClock } from './first-audio-clock.js';

describe(FirstAudioClock.name, () => {
  it('measures the first audio of each utterance, and no other', () => {
    const clock = new FirstAudioClock();
    clock.opened(1, 1_000);
    expect([clock.sent(1_080), clock.sent(1_200)]).toEqual([80, null]);
    clock.opened(2, 1_300);
    expect(clock.sent(1_400)).toBeNull(); // still of the first
    clock.ended(1);
    expect(clock.sent(1_500)).toBe(200);
  });

  it('knows nothing of audio that belongs to no utterance', () => {
    const clock = new FirstAudioClock();
    clock.opened(1, 0);
    clock.ended(1);
    expect(clock.sent(10)).toBeNull();
  });
});
