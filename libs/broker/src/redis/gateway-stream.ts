import type { GatewayId } from '@chorale/speech';

import { BrokerUnavailable } from '../broker-unavailable.js';

import type { RedisKeys } from './keys.js';
import type { RedisLink } from './redis-link.js';

/**
 * How long a stream outlives its gateway; then workers learn that nobody listens, if they did not find out
 * by what is left of it: gateways renew it all the time.
 */
export const STREAM_TTL_SECONDS = 15;

/** A gateway's stream in Redis: made, kept alive and short, and removed by the gateway alone. */
export class GatewayStream {
  readonly key: string;

  constructor(
    private readonly link: RedisLink,
    keys: RedisKeys,
    gateway: GatewayId,
  ) {
    this.key = keys.chunks(gateway);
  }

  /** Makes the stream by an empty first entry; resolves to its id, behind which reading begins. */
  async create(): Promise<string> {
    return this.link.run(async (client) => {
      const id = await client.xadd(this.key, '*', 'd', '');
      await client.expire(this.key, STREAM_TTL_SECONDS);
      if (id === null) throw new BrokerUnavailable('unreachable');
      return id;
    });
  }

  /** Drops entries before `readUpTo` and renews the stream's life; resolves to false if it is gone. */
  async keep(readUpTo: string): Promise<boolean> {
    return this.link.run(async (client) => {
      const [alive] = await Promise.all([
        client.expire(this.key, STREAM_TTL_SECONDS),
        client.xtrim(this.key, 'MINID', '~', readUpTo),
      ]);
      return alive === 1;
    });
  }

  /** Where Redis is not at hand, the stream runs out by itself. */
  async remove(): Promise<void> {
    if (this.link.isReady) await this.link.run((client) => client.del(this.key));
  }
}
