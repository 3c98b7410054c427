import type { AuditEntry, AuditLog } from '@chorale/speech';

import { MAX_AUDIT_ENTRIES } from '../feed-bounds.js';

/** Keeps what was done for as long as the process lives. */
export class MemoryAuditLog implements AuditLog {
  #entries: readonly AuditEntry[] = [];

  append(entry: AuditEntry): Promise<void> {
    this.#entries = [{ ...entry }, ...this.#entries].slice(0, MAX_AUDIT_ENTRIES);
    return Promise.resolve();
  }

  list(): Promise<readonly AuditEntry[]> {
    return Promise.resolve(this.#entries);
  }
}
