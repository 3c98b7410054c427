import { gatewayRecordSchema, readJson } from '@chorale/protocol';
import type { GatewayId, GatewayRecord, GatewayRegistry } from '@chorale/speech';

import type { RedisKeys } from './keys.js';
import { livingRecords } from './living-records.js';
import type { RedisLink } from './redis-link.js';
import { RedisScript } from './redis-script.js';

/**
 * Puts a record, and forgets the gateways whose records ran out.
 * KEYS: record, gateways. ARGV: gateway, record, TTL in ms.
 */
const ANNOUNCE = new RedisScript(`
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local ttl = tonumber(ARGV[3])
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ttl)
  redis.call('ZADD', KEYS[2], now + ttl, ARGV[1])
`);

/** Keeps records that expire by Redis's own clock. */
export class RedisGatewayRegistry implements GatewayRegistry {
  constructor(
    private readonly link: RedisLink,
    private readonly keys: RedisKeys,
    private readonly recordTtlMs: number,
  ) {}

  async announce(record: GatewayRecord): Promise<void> {
    const { gateway } = record;
    const keys = [this.keys.gateway(gateway), this.keys.gateways];
    const args = [gateway, JSON.stringify(record), this.recordTtlMs];
    await this.link.run((client) => ANNOUNCE.run(client, keys, args));
  }

  async withdraw(gateway: GatewayId): Promise<void> {
    const { keys } = this;
    await this.link.run((client) => client.del(keys.gateway(gateway)));
    await this.link.run((client) => client.zrem(keys.gateways, gateway));
  }

  list(): Promise<readonly GatewayRecord[]> {
    const { keys } = this;
    const keyOf = (gateway: string): string => keys.gateway(gateway);
    return livingRecords(this.link, { names: keys.gateways, keyOf, read });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const read = (json: string): GatewayRecord | null => readJson(json, gatewayRecordSchema);
