import { describe, expect, it } from '@jest/globals';

import { SendWindow } from './send-window.js';

/** Tasks that end when told to, and the order in which they began. */
const aLine = (window: SendWindow, count: number) => {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const runs = Array.from({ length: count }, (_, index) =>
    window.run(() => {
      begun.push(index);
      return new Promise<void>((resolve) => ends.push(resolve));
    }),
  );
  return { begun, ends, runs };
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe(SendWindow, () => {
  it('runs no more than its limit at once', async () => {
    const { begun, ends } = aLine(new SendWindow(2), 4);
    await settled();
    expect(begun).toEqual([0, 1]);
    ends[0]?.();
    await settled();
    expect(begun).toEqual([0, 1, 2]);
  });

  it('lets those who wait go first, in order', async () => {
    const window = new SendWindow(1);
    const { begun, ends } = aLine(window, 3);
    ends[0]?.();
    const late = window.run(() => Promise.resolve(begun.push(99)));
    await settled();
    ends[1]?.();
    await settled();
    ends[2]?.();
    await late;
    expect(begun).toEqual([0, 1, 2, 99]);
  });

  it('gives its place on after a task that fails', async () => {
    const window = new SendWindow(1);
    const failed = window.run(() => Promise.reject(new Error('no')));
    const next = window.run(() => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
