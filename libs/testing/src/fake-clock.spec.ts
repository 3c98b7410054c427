import { describe, expect, it } from '@jest/globals';

import { FakeClock } from './fake-clock.js';

describe(FakeClock, () => {
  it('calls timers in order of time, each at its own', async () => {
    const clock = new FakeClock(100);
    const calls: string[] = [];
    clock.after(20, () => calls.push(`late at ${clock.now()}`));
    clock.after(10, () => calls.push(`early at ${clock.now()}`));
    await clock.advance(25);
    expect(calls).toEqual(['early at 110', 'late at 120']);
    expect(clock.now()).toBe(125);
  });

  it('calls nothing early and nothing twice', async () => {
    const clock = new FakeClock();
    let calls = 0;
    clock.after(10, () => (calls += 1));
    await clock.advance(9);
    expect(calls).toBe(0);
    await clock.advance(1);
    await clock.advance(100);
    expect(calls).toBe(1);
  });

  it('forgets a cancelled timer', async () => {
    const clock = new FakeClock();
    let calls = 0;
    const cancel = clock.after(10, () => (calls += 1));
    cancel();
    await clock.advance(10);
    expect(calls).toBe(0);
  });

  it('runs timers that timers set', async () => {
    const clock = new FakeClock();
    const calls: number[] = [];
    clock.after(10, () => clock.after(10, () => calls.push(clock.now())));
    await clock.advance(20);
    expect(calls).toEqual([20]);
  });

  it('lets promises that a timer settles go on before the next timer', async () => {
    const clock = new FakeClock();
    const calls: string[] = [];
    const first = new Promise<void>((resolve) => clock.after(10, resolve));
    void first.then(() => calls.push('promise'));
    clock.after(11, () => calls.push('next timer'));
    await clock.advance(20);
    expect(calls).toEqual(['promise', 'next timer']);
  });
});
