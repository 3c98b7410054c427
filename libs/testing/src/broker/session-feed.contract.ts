import type { FeedBatch, SessionFeed, SessionWatch } from '@chorale/speech';
import { gatewayId } from '@chorale/speech';

import { eventually } from '../eventually.js';
import { jestGlobals } from '../jest-globals.js';

import { aFeedBatch, aSessionSummary } from './admin-factories.js';
import type { BrokerFactory, BrokerHarness } from './broker-harness.js';

const GATEWAY = gatewayId('gateway-1');

/** States what every SessionFeed and SessionWatch must do, as tests. */
export const describeSessionFeedContract = (name: string, factory: BrokerFactory): void => {
  const { afterEach, beforeEach, describe, expect, it } = jestGlobals();
  describe(`${name}: session feed`, () => {
    let harness: BrokerHarness;
    let feed: SessionFeed;
    let watch: SessionWatch;
    let heard: FeedBatch[];

    beforeEach(async () => {
      harness = await factory();
      feed = harness.broker.gatewayPorts(GATEWAY).sessionFeed;
      watch = harness.broker.adminPorts().sessionWatch;
      const here: FeedBatch[] = []; // what the test before published may still be on its way
      heard = here;
      await watch.subscribe((batch) => here.push(batch));
    });

    afterEach(() => harness.close());

    const shown = async (): Promise<readonly string[]> =>
      ((await watch.snapshot(GATEWAY))?.sessions ?? []).map(({ session }) => session).sort();

    it('keeps nothing and tells nobody while nobody looks on', async () => {
      expect(await feed.demand()).toEqual({ watched: false, followed: [] });
      expect(await feed.publish(aFeedBatch())).toEqual({ watched: false, followed: [] });
      expect(await watch.snapshot(GATEWAY)).toBeNull();
      await watch.ask([]);
      await feed.publish(aFeedBatch({ sequence: 2 }));
      await eventually(() => heard.length > 0);
      expect(heard.map(({ sequence }) => sequence)).toEqual([2]);
    });

    it('brings batches to every onlooker, in the order published', async () => {
      const others: FeedBatch[] = [];
      const other = harness.broker.adminPorts().sessionWatch;
      await other.subscribe((batch) => others.push(batch));
      await watch.ask([]);
      const batches = [1, 2, 3].map((sequence) => aFeedBatch({ sequence }));
      for (const batch of batches) await feed.publish(batch);
      await eventually(() => heard.length === 3 && others.length === 3);
      expect(heard).toEqual(batches);
      expect(others).toEqual(batches);
    });

    it('says which sessions somebody looks at closely', async () => {
      await watch.ask(['a']);
      await harness.broker.adminPorts().sessionWatch.ask(['b', 'a']);
      const demand = await feed.demand();
      expect(demand.watched).toBe(true);
      expect([...demand.followed].sort()).toEqual(['a', 'b']);
      expect(await feed.publish(aFeedBatch())).toEqual(demand);
    });

    it('shows those who come later what there is, with the number of the latest batch', async () => {
      await watch.ask([]);
      const sessions = ['a', 'b'].map((session) => aSessionSummary({ session }));
      await feed.publish(aFeedBatch({ sequence: 1, whole: true, sessions }));
      const changed = aSessionSummary({ session: 'c', sentences: 9 });
      await feed.publish(aFeedBatch({ sequence: 2, sessions: [changed], ended: ['a'] }));
      expect(await shown()).toEqual(['b', 'c']);
      const snapshot = await watch.snapshot(GATEWAY);
      expect(snapshot?.sequence).toBe(2);
      expect(snapshot?.sessions).toContainEqual(changed);
    });

    it('forgets what was before a whole batch', async () => {
      await watch.ask([]);
      await feed.publish(aFeedBatch({ sessions: [aSessionSummary({ session: 'a' })] }));
      const sessions = [aSessionSummary({ session: 'b' })];
      await feed.publish(aFeedBatch({ sequence: 2, whole: true, sessions }));
      expect(await shown()).toEqual(['b']);
    });

    it('is silent after the subscription ended', async () => {
      const others: FeedBatch[] = [];
      const end = await watch.subscribe((batch) => others.push(batch));
      await end();
      await watch.ask([]);
      await feed.publish(aFeedBatch());
      await eventually(() => heard.length === 1);
      expect(others).toEqual([]);
    });
  });
};
