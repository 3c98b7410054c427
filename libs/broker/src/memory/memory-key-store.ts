import type { ApiKeyRecord } from '@chorale/protocol';
import type { ApiKey, KeyCreation, KeyStore, NewKey } from '@chorale/speech';

import { byAge, holdsSecret, idInSecret, mintKey, publicPart } from '../api-key-secret.js';

/** Keys of one process; they end with it. */
export class MemoryKeyStore implements KeyStore {
  readonly #records = new Map<string, ApiKeyRecord>();

  constructor(private readonly maxKeys: number) {}

  list(): Promise<readonly ApiKey[]> {
    return Promise.resolve([...this.#records.values()].map(publicPart).sort(byAge));
  }

  async create(request: NewKey): Promise<KeyCreation> {
    const { record, secret } = await Promise.resolve(mintKey(request, Date.now()));
    if (this.#records.size >= this.maxKeys) return { kind: 'full' };
    this.#records.set(record.id, record);
    return { kind: 'created', key: publicPart(record), secret };
  }

  revoke(id: string): Promise<boolean> {
    return Promise.resolve(this.#records.delete(id));
  }

  verify(secret: string): Promise<ApiKey | null> {
    const record = this.#records.get(idInSecret(secret) ?? '') ?? null;
    return Promise.resolve(holdsSecret(record, secret) ? publicPart(record) : null);
  }
}
