import { describe, expect, it } from '@jest/globals';

import { Continuity } from './continuity.js';

describe(Continuity.name, () => {
  it('is whole as long as audio comes before it is needed', () => {
    const continuity = new Continuity();
    continuity.received(1, 5_000);
    continuity.received(1, 5_900);
    continuity.received(1, 7_000);
    expect(continuity.worstMs).toBe(0);
  });

  it('tells the deepest deficit, of a player that does not wait', () => {
    const continuity = new Continuity();
    continuity.received(1, 0);
    continuity.received(1, 1_200); // 0.2 s late
    continuity.received(1, 2_300); // as much again, less what came: 0.3 s
    continuity.received(1, 3_050);
    expect(continuity.worstMs).toBe(300);
  });

  it('does not blame anybody for text that had not come', () => {
    const continuity = new Continuity();
    continuity.received(1, 0);
    continuity.rest(4_000);
    continuity.received(1, 4_080);
    continuity.received(1, 5_050);
    expect(continuity.worstMs).toBe(0);
  });

  it('goes on while there is something left to play', () => {
    const continuity = new Continuity();
    continuity.received(1, 0);
    continuity.rest(900);
    continuity.received(1, 1_400);
    expect(continuity.worstMs).toBe(400);
  });
});
