import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createUnitOrder } from './unit-queue.js';
import type { UnitOrder, UnitPolicy, WaitingUnit } from './unit-queue.js';

const POLICIES: readonly UnitPolicy[] = ['edf', 'fifo', 'round-robin'];

const aUnit = (sentenceId: string, overrides: Partial<WaitingUnit> = {}): WaitingUnit => ({
  sentenceId,
  due: 100,
  arrival: 0,
  bucket: 'decode:43',
  ...overrides,
});

const orderOf = (policy: UnitPolicy, ...units: readonly WaitingUnit[]): UnitOrder => {
  const order = createUnitOrder(policy);
  for (const unit of units) order.add(unit);
  return order;
};

const takeOne = (order: UnitOrder): string | null => order.take()[0]?.sentenceId ?? null;

/** Takes one unit at a time and puts the sentence back, as one thread would. */
const served = (order: UnitOrder, times: number): readonly (string | null)[] =>
  Array.from({ length: times }, () => {
    const [unit] = order.take();
    if (unit !== undefined) order.requeue(unit.sentenceId, { ...unit, due: unit.due + 500 });
    return unit?.sentenceId ?? null;
  });

describe('earliest deadline first', () => {
  it('takes units by their due time, wherever they stand in their sentences', () => {
    const order = orderOf('edf', aUnit('a', { due: 100 }), aUnit('b', { due: 300 }));
    expect(served(order, 4)).toEqual(['a', 'b', 'a', 'b']);
  });

  it('takes equal due times by arrival, then as added', () => {
    const order = orderOf(
      'edf',
      aUnit('a', { arrival: 2 }),
      aUnit('b', { arrival: 1 }),
      aUnit('c', { arrival: 1 }),
    );
    expect([takeOne(order), takeOne(order), takeOne(order)]).toEqual(['b', 'c', 'a']);
  });

  it('takes work that nobody waits for last, in order of arrival', () => {
    const batch = { due: Infinity };
    const order = orderOf(
      'edf',
      aUnit('late', { ...batch, arrival: 2 }),
      aUnit('early', batch),
      aUnit('heard', { due: 9e9, arrival: 3 }),
    );
    expect([takeOne(order), takeOne(order), takeOne(order)]).toEqual(['heard', 'early', 'late']);
  });

  it('follows a due time that moved', () => {
    const order = orderOf('edf', aUnit('a', { due: 100 }), aUnit('b', { due: 300 }));
    order.updateDue('b', 50);
    expect(takeOne(order)).toBe('b');
  });
});

describe('first in, first out', () => {
  it('finishes the sentence that came first before it begins another', () => {
    const order = orderOf('fifo', aUnit('b', { arrival: 2, due: 0 }), aUnit('a', { arrival: 1 }));
    expect(served(order, 3)).toEqual(['a', 'a', 'a']);
    order.remove('a');
    expect(served(order, 2)).toEqual(['b', 'b']);
  });

  it('begins the next one on a second thread', () => {
    const order = orderOf('fifo', aUnit('a', { arrival: 1 }), aUnit('b', { arrival: 2 }));
    expect([takeOne(order), takeOne(order)]).toEqual(['a', 'b']);
  });
});

describe('round robin', () => {
  it('serves each sentence in turn, whatever is due', () => {
    const order = orderOf(
      'round-robin',
      aUnit('a', { due: 9 }),
      aUnit('b', { due: 1 }),
      aUnit('c', { due: 5 }),
    );
    expect(served(order, 6)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  it('lets a new sentence wait until all others had a turn', () => {
    const order = orderOf('round-robin', aUnit('a'), aUnit('b'));
    expect(served(order, 1)).toEqual(['a']);
    order.add(aUnit('c'));
    expect(served(order, 3)).toEqual(['b', 'a', 'c']);
  });
});

describe.each(POLICIES)('any order: %s', (policy) => {
  it('takes nothing when it holds nothing', () => {
    expect(createUnitOrder(policy).take()).toEqual([]);
  });

  it('runs one unit of a sentence at a time', () => {
    const order = orderOf(policy, aUnit('a'));
    order.take();
    expect(order.take()).toEqual([]);
    order.requeue('a', { due: 1, bucket: 'decode:12' });
    expect(order.take()).toEqual([aUnit('a', { due: 1, bucket: 'decode:12' })]);
  });

  it('does not run a sentence again because its due time moved', () => {
    const order = orderOf(policy, aUnit('a'));
    order.take();
    order.updateDue('a', 1);
    expect(order.take()).toEqual([]);
  });

  it('lets a cancelled sentence go at once, even while its unit runs', () => {
    const order = orderOf(policy, aUnit('a'));
    order.take();
    expect(order.remove('a')).toBe(true);
    expect(order.size).toBe(0);
    order.requeue('a', { due: 1, bucket: 'decode:43' });
    order.updateDue('a', 1);
    expect(order.take()).toEqual([]);
    expect(order.remove('a')).toBe(false);
  });

  it('refuses a sentence that it holds already', () => {
    expect(() => orderOf(policy, aUnit('a'), aUnit('a'))).toThrow(RangeError);
  });

  it('takes a batch of one bucket, in its order, up to the limit', () => {
    const at = (due: number, bucket: string) => ({ due, arrival: due, bucket });
    const units = [
      aUnit('a', at(1, 'x')),
      aUnit('b', at(2, 'y')),
      aUnit('c', at(3, 'x')),
      aUnit('d', at(4, 'x')),
    ];
    const order = orderOf(policy, ...units);
    expect(order.take(2).map((unit) => unit.sentenceId)).toEqual(['a', 'c']);
    expect(order.take(9).map((unit) => unit.sentenceId)).toEqual(['b']);
    expect(order.take(9).map((unit) => unit.sentenceId)).toEqual(['d']);
  });
});

type Operation =
  | {
      readonly kind: 'add';
      readonly due: number;
      readonly arrival: number;
      readonly bucket: string;
    }
  | { readonly kind: 'take'; readonly limit: number }
  | { readonly kind: 'requeue' | 'updateDue'; readonly which: number; readonly due: number }
  | { readonly kind: 'remove'; readonly which: number };

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constant('add' as const),
    due: fc.nat(99),
    arrival: fc.nat(9),
    bucket: fc.constantFrom('x', 'y'),
  }),
  fc.record({ kind: fc.constant('take' as const), limit: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    kind: fc.constantFrom('requeue' as const, 'updateDue' as const),
    which: fc.nat(),
    due: fc.nat(99),
  }),
  fc.record({ kind: fc.constant('remove' as const), which: fc.nat() }),
);

interface ModelEntry {
  readonly unit: WaitingUnit;
  readonly running: boolean;
}

/** What an order should hold, kept by the plainest means. */
class Model {
  readonly entries = new Map<string, ModelEntry>();
  #ids = 0;

  constructor(
    private readonly order: UnitOrder,
    private readonly taken: (
      units: readonly WaitingUnit[],
      runnable: readonly WaitingUnit[],
    ) => void,
  ) {}

  apply(step: Operation): void {
    switch (step.kind) {
      case 'add':
        return this.#add(aUnit(`s${this.#ids}`, step));
      case 'take':
        return this.#take(step.limit);
      case 'requeue':
        return this.#requeue(step.which, step.due);
      case 'updateDue':
        return this.#updateDue(step.which, step.due);
      case 'remove':
        return this.#remove(step.which);
    }
  }

  #add({ sentenceId, due, arrival, bucket }: WaitingUnit): void {
    const unit = { sentenceId, due, arrival, bucket };
    this.#ids += 1;
    this.order.add(unit);
    this.entries.set(sentenceId, { unit, running: false });
  }

  #take(limit: number): void {
    const runnable = [...this.entries.values()].filter((e) => !e.running).map((e) => e.unit);
    const units = this.order.take(limit);
    this.taken(units, runnable);
    for (const unit of units) this.entries.set(unit.sentenceId, { unit, running: true });
  }

  #requeue(which: number, due: number): void {
    const entry = this.#pick(which, ({ running }) => running);
    if (entry === undefined) return;
    const unit = { ...entry.unit, due, bucket: 'x' };
    this.order.requeue(unit.sentenceId, unit);
    this.entries.set(unit.sentenceId, { unit, running: false });
  }

  #updateDue(which: number, due: number): void {
    const entry = this.#pick(which, () => true);
    if (entry === undefined) return;
    const unit = { ...entry.unit, due };
    this.order.updateDue(unit.sentenceId, due);
    this.entries.set(unit.sentenceId, { ...entry, unit });
  }

  #remove(which: number): void {
    const entry = this.#pick(which, () => true);
    if (entry === undefined) return;
    expect(this.order.remove(entry.unit.sentenceId)).toBe(true);
    this.entries.delete(entry.unit.sentenceId);
  }

  #pick(which: number, test: (entry: ModelEntry) => boolean): ModelEntry | undefined {
    const candidates = [...this.entries.values()].filter(test);
    return candidates[which % Math.max(1, candidates.length)];
  }
}

const whenever = (
  policy: UnitPolicy,
  law: (units: readonly WaitingUnit[], runnable: readonly WaitingUnit[]) => void,
): void =>
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60 }), (steps) => {
      const order = createUnitOrder(policy);
      const model = new Model(order, law);
      for (const step of steps) model.apply(step);
      expect(order.size).toBe(model.entries.size);
    }),
  );

describe('laws of any sequence of additions, takes, changes and removals', () => {
  it.each(POLICIES)(
    '%s takes only what is held and not running, and something if it can',
    (policy) => {
      whenever(policy, (units, runnable) => {
        expect(runnable).toEqual(expect.arrayContaining([...units]));
        expect(units.length > 0).toBe(runnable.length > 0);
      });
    },
  );

  it.each(POLICIES)('%s never mixes buckets in a batch', (policy) => {
    whenever(policy, (units) => {
      expect(new Set(units.map((unit) => unit.bucket)).size).toBeLessThanOrEqual(1);
    });
  });

  it('edf never takes a unit while an earlier one could run', () => {
    whenever('edf', (units, runnable) => {
      for (const other of runnable) expect(units[0]?.due).toBeLessThanOrEqual(other.due);
    });
  });

  it('fifo never takes a sentence while one that came earlier could run', () => {
    whenever('fifo', (units, runnable) => {
      for (const other of runnable) expect(units[0]?.arrival).toBeLessThanOrEqual(other.arrival);
    });
  });

  it('round robin takes each of n sentences once in any n takes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(99), { minLength: 1, maxLength: 20 }), (dues) => {
        const n = dues.length;
        const order = orderOf('round-robin', ...dues.map((due, at) => aUnit(`s${at}`, { due })));
        const taken = served(order, 3 * n);
        for (let at = 0; at + n <= taken.length; at += 1) {
          expect(new Set(taken.slice(at, at + n)).size).toBe(n);
        }
      }),
    );
  });
});
