import { describe, expect, it } from '@jest/globals';

import { ANYBODY, holderOf } from './client.js';
import { SessionQuota } from './session-quota.js';

const aClient = (id: string, maxSessions: number | null) =>
  holderOf({ id, name: id, tenant: 't', createdAt: 0, limits: { maxSessions } });

describe(SessionQuota.name, () => {
  it('lets a key have as many sessions as it may', () => {
    const quota = new SessionQuota();
    const client = aClient('a', 2);
    expect(quota.enter(client)).not.toBeNull();
    const leave = quota.enter(client);
    expect(quota.enter(client)).toBeNull();
    leave?.();
    expect(quota.enter(client)).not.toBeNull();
    expect(quota.enter(client)).toBeNull();
  });

  it('counts a session that ends twice once', () => {
    const quota = new SessionQuota();
    const client = aClient('a', 2);
    quota.enter(client);
    const leave = quota.enter(client);
    leave?.();
    leave?.();
    quota.enter(client);
    expect(quota.enter(client)).toBeNull();
  });

  it('does not hold one key against another, nor bound those without a limit', () => {
    const quota = new SessionQuota();
    quota.enter(aClient('a', 1));
    expect(quota.enter(aClient('b', 1))).not.toBeNull();
    for (let session = 0; session < 100; session++) {
      expect(quota.enter(aClient('c', null))).not.toBeNull();
      expect(quota.enter(ANYBODY)).not.toBeNull();
    }
  });
});
