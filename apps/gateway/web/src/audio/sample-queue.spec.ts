import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { SampleQueue } from './sample-queue.js';

const queueOf = (...runs: readonly (readonly number[])[]): SampleQueue => {
  const queue = new SampleQueue();
  for (const run of runs) queue.push(Float32Array.from(run));
  return queue;
};

const drain = (queue: SampleQueue): number[] => {
  const samples: number[] = [];
  while (queue.length > 0) {
    samples.push(queue.peek(0));
    queue.skip(1);
  }
  return samples;
};

describe(SampleQueue.name, () => {
  it('gives samples back in the order in which they came, however they were cut', () => {
    const runs = fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 6 }));
    fc.assert(
      fc.property(runs, (cut) => {
        expect(drain(queueOf(...cut))).toEqual(cut.flat());
      }),
      { numRuns: 50 },
    );
  });

  it('looks ahead across runs', () => {
    const queue = queueOf([1, 2], [3]);
    queue.skip(1);
    expect([queue.peek(0), queue.peek(1), queue.peek(2)]).toEqual([2, 3, 0]);
  });

  it('counts positions from the first sample of the utterance', () => {
    const queue = queueOf([1, 2], [3, 4]);
    queue.skip(3);
    expect(queue.position).toBe(3);
    queue.clear();
    expect(queue.position).toBe(0);
  });

  it('drops what waits behind a position, and keeps the positions of what comes next', () => {
    const queue = queueOf([1, 2, 3], [4, 5]);
    queue.skip(1);
    queue.dropFrom(2);
    queue.push(Float32Array.from([6]));
    expect(queue.length).toBe(2);
    queue.skip(1);
    expect([queue.position, queue.peek(0)]).toEqual([5, 6]);
  });

  it('drops all that waits when that position was passed already', () => {
    const queue = queueOf([1, 2, 3], [4, 5]);
    queue.skip(2);
    queue.dropFrom(1);
    expect([queue.length, queue.position]).toEqual([0, 5]);
  });
});
