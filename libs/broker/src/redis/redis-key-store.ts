import { type ApiKeyRecord, apiKeyRecordSchema, readJson } from '@chorale/protocol';
import type { ApiKey, KeyCreation, KeyStore, NewKey } from '@chorale/speech';

import { byAge, holdsSecret, idInSecret, mintKey, publicPart } from '../api-key-secret.js';

import type { RedisKeys } from './keys.js';
import type { RedisLink } from './redis-link.js';
import { RedisScript } from './redis-script.js';

/** Puts a record if there is room; returns 1 or 0. KEYS: keys. ARGV: id, record, most keys. */
const CREATE = new RedisScript(`
  if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
  return redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
`);

/** Keeps keys in one hash: the id, and the record with the hash of the secret. */
export class RedisKeyStore implements KeyStore {
  constructor(
    private readonly link: RedisLink,
    private readonly keys: RedisKeys,
    private readonly maxKeys: number,
  ) {}

  async list(): Promise<readonly ApiKey[]> {
    const records = await this.link.run((client) => client.hvals(this.keys.apiKeys));
    return records
      .flatMap((text) => readRecord(text) ?? [])
      .map(publicPart)
      .sort(byAge);
  }

  async create(request: NewKey): Promise<KeyCreation> {
    const { record, secret } = mintKey(request, Date.now());
    const args = [record.id, JSON.stringify(record), this.maxKeys];
    const made = await this.link.run((client) => CREATE.run(client, [this.keys.apiKeys], args));
    return made === 1 ? { kind: 'created', key: publicPart(record), secret } : { kind: 'full' };
  }

  async revoke(id: string): Promise<boolean> {
    return (await this.link.run((client) => client.hdel(this.keys.apiKeys, id))) === 1;
  }

  async verify(secret: string): Promise<ApiKey | null> {
    const id = idInSecret(secret);
    if (id === null) return null;
    const text = await this.link.run((client) => client.hget(this.keys.apiKeys, id));
    const record = readRecord(text);
    return holdsSecret(record, secret) ? publicPart(record) : null;
  }
}

/** A record that fails its schema opens nothing. */
const readRecord = (text: string | null): ApiKeyRecord | null =>
  readJson(text ?? '', apiKeyRecordSchema);
