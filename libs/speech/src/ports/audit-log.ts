/** One thing that an operator did, or tried. */
export interface AuditEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly role: 'operator' | 'viewer' | 'nobody';
  /** The address that the request came from. */
  readonly from: string;
  /** Such as `session.cancel`. */
  readonly action: string;
  /** What it was done to; never a secret. */
  readonly target: string;
  readonly outcome: 'done' | 'refused' | 'failed';
}

/** What was done, for all to see. Keeps the latest 1 000 entries. */
export interface AuditLog {
  /** Resolves when the entry is kept. */
  append(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  list(): Promise<readonly AuditEntry[]>;
}
