import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { OutboxEntry } from './outbox.js';
import { Outbox } from './outbox.js';

const message = (at: number): OutboxEntry => ({ kind: 'message', message: { type: `m${at}` } });

const typesOf = (outbox: Outbox) => {
  const types: string[] = [];
  for (let entry = outbox.first(); entry !== undefined; entry = outbox.first()) {
    if (entry.kind === 'message') types.push(entry.message.type);
    outbox.shift();
  }
  return types;
};

describe(Outbox.name, () => {
  it('gives back what was pushed, in order, however pushes and shifts are mixed', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(80), { maxLength: 10 }), (rounds) => {
        const outbox = new Outbox();
        const pushed: OutboxEntry[] = [];
        const seen: (OutboxEntry | undefined)[] = [];
        const shift = () => {
          seen.push(outbox.first());
          outbox.shift();
        };
        for (const count of rounds) {
          for (let at = 0; at < count; at += 1) {
            pushed.push(message(pushed.length));
            outbox.push(message(pushed.length - 1));
          }
          for (let at = 0; at < count / 2; at += 1) shift();
        }
        while (outbox.size > 0) shift();
        expect(seen).toEqual(pushed);
        expect(outbox.codePoints).toBe(0);
      }),
    );
  });

  it('takes out what is ahead of an entry and keeps the rest', () => {
    const outbox = new Outbox();
    for (let at = 0; at < 5; at += 1) outbox.push(message(at));
    const taken = outbox.takeUntil(
      (entry) => entry.kind === 'message' && entry.message.type === 'm3',
    );
    expect(taken).toEqual([message(0), message(1), message(2)]);
    expect(typesOf(outbox)).toEqual(['m3', 'm4']);
  });

  it('takes out everything when nothing is past', () => {
    const outbox = new Outbox();
    for (let at = 0; at < 3; at += 1) outbox.push(message(at));
    expect(outbox.takeUntil(() => false)).toHaveLength(3);
    expect([outbox.size, outbox.codePoints]).toEqual([0, 0]);
  });

  it('counts a message as a little text and a close as none', () => {
    const outbox = new Outbox();
    outbox.push(message(0));
    const one = outbox.codePoints;
    outbox.push({ kind: 'close', code: 1000, reason: '' });
    expect(one).toBeGreaterThan(0);
    expect(outbox.codePoints).toBe(one);
    outbox.clear();
    expect([outbox.size, outbox.codePoints]).toEqual([0, 0]);
  });

  it('survives a shift when nothing is left', () => {
    const outbox = new Outbox();
    outbox.shift();
    outbox.push(message(0));
    expect(typesOf(outbox)).toEqual(['m0']);
  });
});
