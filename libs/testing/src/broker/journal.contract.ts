import {
  gatewayId,
  type Journal,
  type JournalClaim,
  type JournalWrite,
  type NewJournal,
  type Tenure,
} from '@chorale/speech';

import { eventually } from '../eventually.js';
import { jestGlobals } from '../jest-globals.js';

import type { BrokerFactory, BrokerHarness } from './broker-harness.js';

const TTL_MS = 60_000;

const HERE = gatewayId('gateway-1');
const THERE = gatewayId('gateway-2');

const aJournal = (change: Partial<NewJournal> = {}): NewJournal => ({
  ...{ session: 's', epoch: 1, owner: HERE, tokenHash: 't0', ttlMs: TTL_MS },
  fields: { head: '{"a":1}', 'entry:1': 'Grüße 😀' },
  ...change,
});

const aWrite = (change: Partial<JournalWrite> = {}): JournalWrite => ({
  ...{ session: 's', epoch: 1, set: {}, remove: [], confirmsToken: false, ttlMs: TTL_MS },
  ...change,
});

const aClaim = (change: Partial<JournalClaim> = {}): JournalClaim => ({
  ...{ session: 's', owner: THERE, tokenHash: 't0', nextTokenHash: 't1', ttlMs: TTL_MS },
  ...change,
});

/** States what every Journal must do, as tests. */
export const describeJournalContract = (name: string, factory: BrokerFactory): void => {
  const { afterEach, beforeEach, describe, expect, it } = jestGlobals();
  describe(`${name}: journal`, () => {
    let harness: BrokerHarness;
    let here: Journal;
    let there: Journal;

    beforeEach(async () => {
      harness = await factory();
      here = harness.broker.gatewayPorts(HERE).journal;
      there = harness.broker.gatewayPorts(THERE).journal;
    });

    afterEach(() => harness.close());

    it('gives to another gateway what was written, changed and removed', async () => {
      await here.create(aJournal());
      const set = { 'entry:2': 'two', head: '{"a":2}' };
      expect(await here.write(aWrite({ set, remove: ['entry:1', 'never'] }))).toBe('written');
      expect(await there.adopt(aClaim())).toEqual({ kind: 'adopted', epoch: 2, fields: set });
    });

    it('takes the same call twice for one', async () => {
      await here.create(aJournal());
      expect(await here.create(aJournal({ fields: { head: '1' } }))).toBe('written');
      const write = aWrite({ set: { 'entry:2': 'two' }, remove: ['entry:1'] });
      await here.write(write);
      expect(await here.write(write)).toBe('written');
      const fields = { head: '1', 'entry:2': 'two' };
      expect(await there.adopt(aClaim())).toEqual({ kind: 'adopted', epoch: 2, fields });
    });

    it('lets one of two claims with the same token win once its token is confirmed', async () => {
      await here.create(aJournal());
      const claims = [here.adopt(aClaim()), there.adopt(aClaim({ nextTokenHash: 't2' }))];
      const epochs = (await Promise.all(claims)).map((each) => 'epoch' in each && each.epoch);
      expect(new Set(epochs)).toEqual(new Set([2, 3]));
      const outcomes = [2, 3].map((epoch) => here.write(aWrite({ epoch, confirmsToken: true })));
      expect(await Promise.all(outcomes)).toEqual(['taken', 'written']);
      expect(await here.adopt(aClaim())).toEqual({ kind: 'refused' });
    });

    it('takes the token before the latest until the latest is confirmed', async () => {
      await here.create(aJournal());
      await there.adopt(aClaim());
      expect(await here.adopt(aClaim({ nextTokenHash: 't2' }))).toMatchObject({ epoch: 3 });
      expect(await here.adopt(aClaim({ tokenHash: 't1' }))).toEqual({ kind: 'refused' });
      await here.write(aWrite({ epoch: 3, confirmsToken: true }));
      expect(await there.adopt(aClaim())).toEqual({ kind: 'refused' });
      expect(await there.adopt(aClaim({ tokenHash: 't2' }))).toMatchObject({ epoch: 4 });
    });

    it('refuses a wrong token, and knows no session that there is not', async () => {
      await here.create(aJournal());
      expect(await there.adopt(aClaim({ tokenHash: 'x' }))).toEqual({ kind: 'refused' });
      expect(await there.adopt(aClaim({ session: 'other' }))).toEqual({ kind: 'unknown' });
    });

    it('takes nothing more from a gateway whose session was taken over', async () => {
      await here.create(aJournal());
      await there.adopt(aClaim());
      expect(await here.write(aWrite({ set: { head: 'late' } }))).toBe('taken');
      expect(await here.create(aJournal())).toBe('taken');
      await here.drop({ session: 's', epoch: 1 });
      expect(await there.write(aWrite({ epoch: 2 }))).toBe('written');
    });

    it('says that a journal is missing, and takes a whole one in its place', async () => {
      expect(await here.write(aWrite())).toBe('missing');
      expect(await here.create(aJournal({ epoch: 7 }))).toBe('written');
      expect(await there.adopt(aClaim())).toMatchObject({ kind: 'adopted', epoch: 8 });
    });

    it('forgets a journal that is dropped', async () => {
      await here.create(aJournal());
      await here.drop({ session: 's', epoch: 1 });
      expect(await there.adopt(aClaim())).toEqual({ kind: 'unknown' });
    });

    it('forgets a journal that was not renewed', async () => {
      await here.create(aJournal({ ttlMs: 300 }));
      await here.create(aJournal({ session: 'renewed', ttlMs: 300 }));
      await here.write(aWrite({ session: 'renewed' }));
      await harness.elapse(400);
      const wrong = aClaim({ tokenHash: 'x' }); // asks, and renews nothing
      await eventually(async () => (await there.adopt(wrong)).kind === 'unknown');
      expect(await here.write(aWrite({ session: 'renewed' }))).toBe('written');
    });

    it('tells everybody who listens of every adoption', async () => {
      const heard: Tenure[] = [];
      await here.listen((begun) => heard.push(begun));
      await there.listen((begun) => heard.push(begun));
      await here.create(aJournal());
      await there.adopt(aClaim());
      await eventually(() => heard.length === 2);
      const begun = { session: 's', epoch: 2 };
      expect(heard).toEqual([begun, begun]);
    });
  });
};
