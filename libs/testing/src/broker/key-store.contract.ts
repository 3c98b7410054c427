import type { ApiKey, KeyStore, NewKey } from '@chorale/speech';

import { jestGlobals } from '../jest-globals.js';

/** One store, as two processes see it. */
export interface KeyStoreHarness {
  readonly here: KeyStore;
  readonly there: KeyStore;
  close(): Promise<void>;
}

/** Makes a store that shares nothing with those made before and holds at most three keys. */
export type KeyStoreFactory = () => Promise<KeyStoreHarness>;

const aKey = (over: Partial<NewKey> = {}): NewKey => ({
  name: 'phone',
  tenant: 'acme',
  limits: { maxSessions: null },
  ...over,
});

/** Creates a key for which there must be room. */
const created = async (store: KeyStore, over: Partial<NewKey> = {}) => {
  const creation = await store.create(aKey(over));
  if (creation.kind !== 'created') throw new Error('the store is full');
  return creation;
};

/** States what every KeyStore must do, as tests. */
export const describeKeyStoreContract = (name: string, factory: KeyStoreFactory): void => {
  const { afterEach, beforeEach, describe, expect, it } = jestGlobals();
  describe(`${name}: key store`, () => {
    let harness: KeyStoreHarness;
    let here: KeyStore;
    let there: KeyStore;

    beforeEach(async () => {
      harness = await factory();
      ({ here, there } = harness);
    });

    afterEach(() => harness.close());

    it('holds no key at first', async () => {
      expect(await here.list()).toEqual([]);
    });

    it('knows a key by its secret, in every process', async () => {
      const { key, secret } = await created(here, { limits: { maxSessions: 3 } });
      expect(await there.verify(secret)).toEqual(key);
      expect(key).toMatchObject({ name: 'phone', tenant: 'acme', limits: { maxSessions: 3 } });
      expect(Math.abs(Date.now() - key.createdAt)).toBeLessThan(60_000);
    });

    it('gives each key a secret of its own, which its id does not give away', async () => {
      const first = await created(here);
      const second = await created(here);
      expect(first.secret).not.toBe(second.secret);
      expect(first.secret.length - first.key.id.length).toBeGreaterThan(40);
    });

    it('lists keys, oldest first, without their secrets', async () => {
      const { key, secret } = await created(here);
      const other = await created(there, { name: 'web' });
      const list: readonly ApiKey[] = await here.list();
      expect(new Set(list)).toEqual(new Set([key, other.key]));
      expect([...list].sort((a, b) => a.createdAt - b.createdAt)).toEqual(list);
      expect(JSON.stringify(list)).not.toContain(secret.slice(-20));
    });

    it.each([
      ['nothing', () => ''],
      ['another word', () => 'secret'],
      ['the id alone', (secret: string) => secret.slice(0, 16)],
      ['a shortened secret', (secret: string) => secret.slice(0, -1)],
      ['a lengthened secret', (secret: string) => `${secret}A`],
      ['a secret with one other letter', (secret: string) => swapped(secret, 30)],
      ['the secret under another id', (secret: string) => swapped(secret, 5)],
    ])('does not know %s', async (_, change) => {
      const { secret } = await created(here);
      expect(await here.verify(change(secret))).toBeNull();
    });

    it('forgets a key that is revoked, in every process', async () => {
      const { key, secret } = await created(here);
      const kept = await created(here);
      expect(await there.revoke(key.id)).toBe(true);
      expect(await here.verify(secret)).toBeNull();
      expect(await here.list()).toEqual([kept.key]);
      expect(await here.revoke(key.id)).toBe(false);
    });

    it('holds a bounded number of keys, and has room again when one is revoked', async () => {
      const { key } = await created(here);
      await created(here);
      await created(here);
      expect(await there.create(aKey())).toEqual({ kind: 'full' });
      await here.revoke(key.id);
      expect(await there.create(aKey())).toMatchObject({ kind: 'created' });
    });

    it.each(['', '  ', 'a\nb', 'x'.repeat(201)])('refuses the name %j', async (label) => {
      await expect(here.create(aKey({ name: label }))).rejects.toBeInstanceOf(RangeError);
      await expect(here.create(aKey({ tenant: label }))).rejects.toBeInstanceOf(RangeError);
      expect(await here.list()).toEqual([]);
    });
  });
};

/** Replaces one letter by another of the same alphabet. */
const swapped = (text: string, at: number): string =>
  `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`;
