import { auditEntrySchema, readJson } from '@chorale/protocol';
import type { AuditEntry, AuditLog } from '@chorale/speech';

import { MAX_AUDIT_ENTRIES } from '../feed-bounds.js';

import type { RedisKeys } from './keys.js';
import type { RedisLink } from './redis-link.js';

/** Keeps what was done in one bounded list. */
export class RedisAuditLog implements AuditLog {
  constructor(
    private readonly link: RedisLink,
    private readonly keys: RedisKeys,
  ) {}

  async append(entry: AuditEntry): Promise<void> {
    await this.link.run((client) =>
      client
        .multi()
        .lpush(this.keys.audit, JSON.stringify(entry))
        .ltrim(this.keys.audit, 0, MAX_AUDIT_ENTRIES - 1)
        .exec(),
    );
  }

  async list(): Promise<readonly AuditEntry[]> {
    const entries = await this.link.run((client) => client.lrange(this.keys.audit, 0, -1));
    return entries.flatMap((entry) => readJson(entry, auditEntrySchema) ?? []);
  }
}
