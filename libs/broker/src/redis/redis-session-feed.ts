import type { FeedBatch, FeedDemand, SessionFeed } from '@chorale/speech';

import { FEED_KEPT_MS, MAX_FOLLOWED } from '../feed-bounds.js';

import type { RedisKeys } from './keys.js';
import type { RedisLink } from './redis-link.js';
import { RedisScript } from './redis-script.js';

/** Answers 0 where nobody looks on, else the sessions that are followed. KEYS: watch, followed. ARGV: most followed. */
const DEMAND = `
  if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
  return redis.call('ZRANGE', KEYS[2], 0, tonumber(ARGV[1]) - 1)
`;

/**
 * Keeps what changed for those who come later, and tells those who look on.
 * KEYS: watch, followed, sessions. ARGV: most followed, channel, batch, sequence, whole, TTL in ms,
 * number of ended sessions, those, then sessions and their summaries in turns.
 */
const PUBLISH = new RedisScript(`
  if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
  if ARGV[5] == '1' then redis.call('DEL', KEYS[3]) end
  local first = 8 + tonumber(ARGV[7])
  for at = 8, first - 1 do redis.call('HDEL', KEYS[3], ARGV[at]) end
  for at = first, #ARGV, 2 do redis.call('HSET', KEYS[3], ARGV[at], ARGV[at + 1]) end
  redis.call('HSET', KEYS[3], '#', ARGV[4])
  redis.call('PEXPIRE', KEYS[3], tonumber(ARGV[6]))
  redis.call('PUBLISH', ARGV[2], ARGV[3])
  ${DEMAND}
`);

const ASK = new RedisScript(DEMAND);

/** Publishes batches on one channel, and keeps the latest summaries of each gateway in a hash. */
export class RedisSessionFeed implements SessionFeed {
  constructor(
    private readonly link: RedisLink,
    private readonly keys: RedisKeys,
  ) {}

  async demand(): Promise<FeedDemand> {
    const keys = [this.keys.feedWatch, this.keys.feedFollowed];
    return asDemand(await this.link.run((client) => ASK.run(client, keys, [MAX_FOLLOWED])));
  }

  async publish(batch: FeedBatch): Promise<FeedDemand> {
    const { keys } = this;
    const names = [keys.feedWatch, keys.feedFollowed, keys.feedSessions(batch.gateway)];
    const args = [MAX_FOLLOWED, keys.feed, JSON.stringify(batch), ...changesIn(batch)];
    return asDemand(await this.link.run((client) => PUBLISH.run(client, names, args)));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const changesIn = ({ sequence, whole, ended, sessions }: FeedBatch): (string | number)[] => [
  ...[sequence, whole ? 1 : 0, FEED_KEPT_MS, ended.length, ...ended],
  ...sessions.flatMap((summary) => [summary.session, JSON.stringify(summary)]),
];

const asDemand = (reply: unknown): FeedDemand =>
  Array.isArray(reply)
    ? { watched: true, followed: reply.map(String) }
    : { watched: false, followed: [] };
