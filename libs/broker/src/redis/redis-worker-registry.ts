import { createHash } from 'node:crypto';

import { readJson, workerRecordSchema } from '@chorale/protocol';
import type { WorkerId, WorkerRecord, WorkerRegistry } from '@chorale/speech';

import { checkedClass } from '../placement.js';
import { voiceSet, voiceSetMismatch } from '../voice-set.js';

import type { RedisKeys } from './keys.js';
import { livingRecords, type RecordPlace, recordsOf } from './living-records.js';
import type { RedisLink } from './redis-link.js';
import { RedisScript } from './redis-script.js';

/**
 * Puts a record unless a living worker of the class serves other voices; returns 1 or 0.
 * KEYS: record, workers, workers of the class. ARGV: worker, hash of its voices, record, TTL in ms.
 * Members of the class's set are `<hash> <worker>`, so that one look compares all.
 */
const ANNOUNCE = new RedisScript(`
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local worker, voices, ttl = ARGV[1], ARGV[2], tonumber(ARGV[4])
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
  for _, member in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
    local otherVoices, other = string.match(member, '^(%S+) (%S+)$')
    if other == worker then
      redis.call('ZREM', KEYS[3], member)
    elseif otherVoices ~= voices then
      return 0
    end
  end
  redis.call('SET', KEYS[1], ARGV[3], 'PX', ttl)
  redis.call('ZADD', KEYS[2], now + ttl, worker)
  redis.call('ZADD', KEYS[3], now + ttl, voices .. ' ' .. worker)
  return 1
`);

/** Removes a worker. KEYS: record, workers, workers of the class. ARGV: worker, hash of its voices. */
const WITHDRAW = new RedisScript(`
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('ZREM', KEYS[3], ARGV[2] .. ' ' .. ARGV[1])
`);

/** Keeps records that expire by Redis's own clock. */
export class RedisWorkerRegistry implements WorkerRegistry {
  constructor(
    private readonly link: RedisLink,
    private readonly keys: RedisKeys,
    private readonly recordTtlMs: number,
  ) {}

  async announce(record: WorkerRecord): Promise<void> {
    const args = [record.worker, voiceHash(record), JSON.stringify(record), this.recordTtlMs];
    const accepted = await this.link.run((client) =>
      ANNOUNCE.run(client, this.#keysOf(record), args),
    );
    if (accepted !== 1) throw voiceSetMismatch(record);
  }

  async withdraw(worker: WorkerId): Promise<void> {
    const [record] = await recordsOf(this.link, this.#place, [worker]);
    if (record === undefined) return; // it withdrew before, or ran out: its traces run out as well
    const args = [worker, voiceHash(record)];
    await this.link.run((client) => WITHDRAW.run(client, this.#keysOf(record), args));
  }

  list(): Promise<readonly WorkerRecord[]> {
    return livingRecords(this.link, this.#place);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  get #place(): RecordPlace<WorkerRecord> {
    const { keys } = this;
    const keyOf = (worker: string): string => keys.worker(worker);
    return { names: keys.workers, keyOf, read };
  }

  #keysOf({ worker, voiceClass }: WorkerRecord): readonly string[] {
    const { keys } = this;
    return [keys.worker(worker), keys.workers, keys.classWorkers(checkedClass(voiceClass))];
  }
}

const voiceHash = (record: WorkerRecord): string =>
  createHash('sha256').update(voiceSet(record.voices)).digest('hex').slice(0, 32);

const read = (json: string): WorkerRecord | null => readJson(json, workerRecordSchema);
