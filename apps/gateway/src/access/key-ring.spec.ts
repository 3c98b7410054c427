import { createHash } from 'node:crypto';

import type { ApiKey } from '@chorale/speech';
import { FakeClock } from '@chorale/testing';
import { describe, expect, it } from '@jest/globals';

import { KeyRing } from './key-ring.js';

const KEY: ApiKey = {
  id: 'abc',
  name: 'web',
  tenant: 'acme',
  createdAt: 1,
  limits: { maxSessions: 2 },
};

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A store that counts how often it is asked. */
const aStore = (valid: Set<string>) => {
  const asked: string[] = [];
  let away = false;
  return {
    asked,
    leave: (gone: boolean) => (away = gone),
    verify: (secret: string): Promise<ApiKey | null> => {
      asked.push(secret);
      if (away) return Promise.reject(new Error('away'));
      return Promise.resolve(valid.has(secret) ? KEY : null);
    },
  };
};

describe(KeyRing.name, () => {
  it('knows configured keys by their hash, without asking the store', async () => {
    const store = aStore(new Set());
    const configured = [
      { hash: hashOf('one'), name: 'phone', tenant: 'a' },
      { hash: hashOf('two'), name: 'web', tenant: 'b' },
    ];
    const ring = new KeyRing(configured, store, new FakeClock());
    expect(await ring.identify('two')).toMatchObject({ name: 'web', tenant: 'b' });
    expect(store.asked).toEqual([]);
    expect(await ring.identify('three')).toBeNull();
  });

  it('asks the store once in two seconds, for good keys and for bad ones', async () => {
    const store = aStore(new Set(['good']));
    const clock = new FakeClock();
    const ring = new KeyRing([], store, clock);
    const all = await Promise.all(['good', 'bad', 'good', 'bad'].map((key) => ring.identify(key)));
    expect(all).toEqual([KEY, null, KEY, null]);
    expect(store.asked).toEqual(['good', 'bad']);
    await clock.advance(2_000);
    await ring.identify('good');
    expect(store.asked).toEqual(['good', 'bad', 'good']);
  });

  it('no longer knows a revoked key two seconds later, and knows a new one by then', async () => {
    const valid = new Set(['old']);
    const clock = new FakeClock();
    const ring = new KeyRing([], aStore(valid), clock);
    await ring.identify('old');
    await ring.identify('new');
    valid.delete('old');
    valid.add('new');
    await clock.advance(2_000);
    expect(await ring.identify('old')).toBeNull();
    expect(await ring.identify('new')).toEqual(KEY);
  });

  it('does not take an outage for an answer', async () => {
    const store = aStore(new Set(['good']));
    const ring = new KeyRing([], store, new FakeClock());
    store.leave(true);
    await expect(ring.identify('good')).rejects.toThrow('away');
    store.leave(false);
    expect(await ring.identify('good')).toEqual(KEY);
  });

  it('remembers a bounded number of answers, and forgets the oldest', async () => {
    const store = aStore(new Set());
    const ring = new KeyRing([], store, new FakeClock());
    for (let guess = 0; guess <= 10_000; guess++) await ring.identify(`guess-${guess}`);
    await ring.identify('guess-10000');
    expect(store.asked).toHaveLength(10_001);
    await ring.identify('guess-0');
    expect(store.asked).toHaveLength(10_002);
  });
});
