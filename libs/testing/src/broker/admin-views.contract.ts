import type { AdminPorts } from '@chorale/broker';
import { gatewayId } from '@chorale/speech';

import { eventually } from '../eventually.js';
import { jestGlobals } from '../jest-globals.js';

import { anAuditEntry } from './admin-factories.js';
import type { BrokerFactory, BrokerHarness } from './broker-harness.js';
import { aSynthesisJob } from './factories.js';

const GATEWAY = gatewayId('gateway-1');

/** States what every AuditLog and QueueWatch must do, as tests. */
export const describeAdminViewsContract = (name: string, factory: BrokerFactory): void => {
  const { afterEach, beforeEach, describe, expect, it } = jestGlobals();
  describe(`${name}: audit log and queue watch`, () => {
    let harness: BrokerHarness;
    let ports: AdminPorts;

    beforeEach(async () => {
      harness = await factory();
      ports = harness.broker.adminPorts();
    });

    afterEach(() => harness.close());

    it('lists what was done, newest first, to every admin', async () => {
      expect(await ports.auditLog.list()).toEqual([]);
      await ports.auditLog.append(anAuditEntry({ action: 'key.create' }));
      await ports.auditLog.append(anAuditEntry({ action: 'key.revoke' }));
      expect(await harness.broker.adminPorts().auditLog.list()).toEqual([
        anAuditEntry({ action: 'key.revoke' }),
        anAuditEntry({ action: 'key.create' }),
      ]);
    });

    it('keeps the latest 1 000 entries', async () => {
      for (let at = 0; at < 1_002; at++) await ports.auditLog.append(anAuditEntry({ at }));
      const entries = await ports.auditLog.list();
      expect(entries).toHaveLength(1_000);
      expect(entries.at(-1)?.at).toBe(2);
    });

    it('counts what waits in each band and what runs', async () => {
      const { jobQueue } = harness.broker.gatewayPorts(GATEWAY);
      const place = { voiceClass: 'default', rank: 0 } as const;
      await jobQueue.enqueue(aSynthesisJob({ seq: 0 }), { ...place, band: 'urgent' });
      await jobQueue.enqueue(aSynthesisJob({ seq: 1 }), { ...place, band: 'lookAhead' });
      await jobQueue.enqueue(aSynthesisJob({ seq: 2 }), { ...place, band: 'lookAhead' });
      const nothing = { urgent: 0, lookAhead: 0, running: 0 };
      expect(await ports.queueWatch.depths(['default', 'other'])).toEqual([
        { voiceClass: 'default', urgent: 1, lookAhead: 2, running: 0 },
        { voiceClass: 'other', ...nothing },
      ]);
      await harness.takeAndDie('default', 'urgent');
      await eventually(async () => (await ports.queueWatch.depths(['default']))[0]?.running === 1);
    });
  });
};
