import { describe, expect, it } from '@jest/globals';

import { KeyedTurns } from './keyed-turns.js';

describe(KeyedTurns, () => {
  it('runs tasks of one key one after the other', async () => {
    const turns = new KeyedTurns();
    const order: string[] = [];
    let finishFirst = (): void => undefined;
    const first = turns.run('a', () => new Promise<void>((resolve) => (finishFirst = resolve)));
    const second = turns.run('a', () => Promise.resolve(order.push('second')));
    const other = turns.run('b', () => Promise.resolve(order.push('other')));
    await other;
    expect(order).toEqual(['other']);
    finishFirst();
    await Promise.all([first, second]);
    expect(order).toEqual(['other', 'second']);
  });

  it('goes on after a task that failed', async () => {
    const turns = new KeyedTurns();
    const failed = turns.run('a', () => Promise.reject(new Error('no')));
    const next = turns.run('a', () => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });

  it('knows when a key has nothing to do', async () => {
    const turns = new KeyedTurns();
    let done = false;
    void turns.run('a', async () => {
      await Promise.resolve();
      done = true;
    });
    await turns.idle('a');
    expect(done).toBe(true);
    await expect(turns.idle('never used')).resolves.toBeUndefined();
  });
});
