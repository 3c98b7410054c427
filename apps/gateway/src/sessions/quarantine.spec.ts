import { beforeEach, describe, expect, it } from '@jest/globals';

import { Quarantine } from './quarantine.js';

describe(Quarantine.name, () => {
  let quarantine: Quarantine;
  let begun: string[];

  beforeEach(() => {
    quarantine = new Quarantine();
    begun = [];
  });

  const at = (route: number, seq: number) => ({ route, seq, attempt: 3 });

  const admit = (route: number, seq: number) =>
    quarantine.admit(at(route, seq), () => begun.push(`${route}/${seq}`));

  it('lets one try at a time, in the order in which they came', () => {
    admit(1, 0);
    admit(1, 1);
    admit(2, 0);
    expect(begun).toEqual(['1/0']);
    expect(quarantine.isWaiting(at(1, 0))).toBe(false);
    expect(quarantine.isWaiting(at(2, 0))).toBe(true);
    quarantine.release(at(1, 0));
    quarantine.release(at(1, 0));
    expect(begun).toEqual(['1/0', '1/1']);
    quarantine.release(at(1, 1));
    expect(begun).toEqual(['1/0', '1/1', '2/0']);
    expect(quarantine.isWaiting(at(2, 0))).toBe(false);
  });

  it('forgets one that is not wanted any more while it waits', () => {
    admit(1, 0);
    admit(1, 1);
    quarantine.release(at(1, 1));
    quarantine.release(at(1, 0));
    expect(begun).toEqual(['1/0']);
  });

  it('forgets all sentences of a route', () => {
    for (const seq of [0, 1]) admit(1, seq);
    admit(2, 0);
    quarantine.releaseRoute(1);
    expect(begun).toEqual(['1/0', '2/0']);
  });

  it('is not moved by what a stale attempt brings', () => {
    admit(1, 0);
    admit(1, 1);
    quarantine.release({ route: 1, seq: 0, attempt: 2 });
    expect(begun).toEqual(['1/0']);
  });

  it('does not begin one twice when others are released', () => {
    admit(1, 0);
    quarantine.release(at(7, 7));
    quarantine.releaseRoute(8);
    expect(begun).toEqual(['1/0']);
  });
});
