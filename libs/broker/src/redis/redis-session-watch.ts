import { feedBatchSchema, readJson, sessionSummarySchema } from '@chorale/protocol';
import type { FeedBatch, FeedSnapshot, GatewayId, SessionWatch } from '@chorale/speech';

import { FEED_ASKED_MS, MAX_FOLLOWED } from '../feed-bounds.js';

import type { RedisKeys } from './keys.js';
import { RedisBroadcast } from './redis-broadcast.js';
import type { RedisLink } from './redis-link.js';
import { RedisScript } from './redis-script.js';

/** Renews the demand. KEYS: watch, followed. ARGV: TTL in ms, then sessions. */
const ASK = new RedisScript(`
  local time = redis.call('TIME')
  local until_ = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1])
  redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
  for at = 2, #ARGV do redis.call('ZADD', KEYS[2], until_, ARGV[at]) end
  if #ARGV > 1 then redis.call('PEXPIRE', KEYS[2], ARGV[1]) end
`);

/** Hears the batches of all gateways, and reads what they left for those who come later. */
export class RedisSessionWatch implements SessionWatch {
  readonly #batches: RedisBroadcast<FeedBatch>;

  constructor(
    private readonly link: RedisLink,
    private readonly keys: RedisKeys,
    openSubscriber: () => RedisLink,
    problem: (error: Error) => void,
  ) {
    const place = { name: keys.feed, schema: feedBatchSchema };
    this.#batches = new RedisBroadcast({ ...place, openSubscriber, problem });
  }

  async ask(followed: readonly string[]): Promise<void> {
    const keys = [this.keys.feedWatch, this.keys.feedFollowed];
    const args = [FEED_ASKED_MS, ...followed.slice(0, MAX_FOLLOWED)];
    await this.link.run((client) => ASK.run(client, keys, args));
  }

  async snapshot(gateway: GatewayId): Promise<FeedSnapshot | null> {
    const key = this.keys.feedSessions(gateway);
    const { '#': sequence, ...sessions } = await this.link.run((client) => client.hgetall(key));
    if (sequence === undefined) return null;
    const summaryIn = (json: string) => readJson(json, sessionSummarySchema) ?? [];
    return { sequence: Number(sequence), sessions: Object.values(sessions).flatMap(summaryIn) };
  }

  subscribe(listener: (batch: FeedBatch) => void): Promise<() => Promise<void>> {
    return this.#batches.subscribe(listener);
  }

  close(): Promise<void> {
    return this.#batches.close();
  }
}
