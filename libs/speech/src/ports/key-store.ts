/** What the bearer of a key may do. */
export interface KeyLimits {
  /** Sessions at a time on one gateway; null: as many as the gateway takes. */
  readonly maxSessions: number | null;
}

/** A key as it is kept: everything but the secret. */
export interface ApiKey {
  /** Names the key to people and in logs; says nothing about the secret. */
  readonly id: string;
  /** Who uses it, in the owner's words. */
  readonly name: string;
  /** Whose account its work counts for. */
  readonly tenant: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly limits: KeyLimits;
}

/** What the owner decides about a key. */
export type NewKey = Pick<ApiKey, 'name' | 'tenant' | 'limits'>;

/** `secret` is shown this once; only its hash is kept. */
export type KeyCreation =
  | { readonly kind: 'created'; readonly key: ApiKey; readonly secret: string }
  /** As many keys exist as may. */
  | { readonly kind: 'full' };

/**
 * Keys that are made and revoked while the service runs, shared by all its processes.
 * Rejects with the adapter's error when what holds the keys is away.
 */
export interface KeyStore {
  /** All keys, oldest first; those made at the same moment by id. */
  list(): Promise<readonly ApiKey[]>;
  /** Throws RangeError for a name or tenant that is empty, longer than 200 characters or has control characters. */
  create(request: NewKey): Promise<KeyCreation>;
  /** From now on `verify` does not know it; false if there was no such key. */
  revoke(id: string): Promise<boolean>;
  /** The key with this secret, or null. Takes as long whether the secret is nearly right or not at all. */
  verify(secret: string): Promise<ApiKey | null>;
}
