import { readJson, tenureSchema } from '@chorale/protocol';
import type {
  Journal,
  JournalAdoption,
  JournalClaim,
  JournalOutcome,
  JournalWrite,
  NewJournal,
  Tenure,
} from '@chorale/speech';

import { guarded } from '../guarded.js';

import type { RedisKeys } from './keys.js';
import { RedisChannel } from './redis-channel.js';
import type { RedisLink } from './redis-link.js';
import { RedisScript } from './redis-script.js';

/** Names that begin with `@` are ours; the others are the writer's. KEYS is always the journal. */
const OWN = '@';

/** Puts a whole journal. ARGV: epoch, owner, hash of the token, TTL in ms, then names and values. */
const CREATE = new RedisScript(`
  local epoch = tonumber(redis.call('HGET', KEYS[1], '@epoch') or '0')
  if epoch > tonumber(ARGV[1]) then return 'taken' end
  local previous = redis.call('HGET', KEYS[1], '@previous')
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], '@epoch', ARGV[1], '@owner', ARGV[2], '@token', ARGV[3])
  if previous then redis.call('HSET', KEYS[1], '@previous', previous) end
  for at = 5, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1]) end
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return 'written'
`);

/** Changes a journal. ARGV: epoch, 1 if the token is confirmed, TTL in ms, number of names and values, these, names to remove. */
const WRITE = new RedisScript(`
  local epoch = redis.call('HGET', KEYS[1], '@epoch')
  if not epoch then return 'missing' end
  if epoch ~= ARGV[1] then return 'taken' end
  if ARGV[2] == '1' then redis.call('HDEL', KEYS[1], '@previous') end
  local first = 5
  local removed = first + tonumber(ARGV[4])
  for at = first, removed - 1, 2 do redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1]) end
  for at = removed, #ARGV do redis.call('HDEL', KEYS[1], ARGV[at]) end
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return 'written'
`);

/** Takes a journal over, and tells. ARGV: session, owner, hash of the token shown, of the next one, TTL in ms, channel. */
const ADOPT = new RedisScript(`
  local token = redis.call('HGET', KEYS[1], '@token')
  if not token then return {'unknown'} end
  if token ~= ARGV[3] and redis.call('HGET', KEYS[1], '@previous') ~= ARGV[3] then
    return {'refused'}
  end
  local epoch = redis.call('HINCRBY', KEYS[1], '@epoch', 1)
  redis.call('HSET', KEYS[1], '@owner', ARGV[2], '@token', ARGV[4], '@previous', ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  redis.call('PUBLISH', ARGV[6], cjson.encode({session = ARGV[1], epoch = epoch}))
  return {'adopted', epoch, redis.call('HGETALL', KEYS[1])}
`);

/** Removes a journal of this epoch. ARGV: epoch. */
const DROP = new RedisScript(`
  if redis.call('HGET', KEYS[1], '@epoch') == ARGV[1] then redis.call('DEL', KEYS[1]) end
`);

type Listener = (begun: Tenure) => void;

/** Keeps each journal in one hash; a claim and a write are decided by Redis alone. */
export class RedisJournal implements Journal {
  readonly #listeners: Listener[] = [];
  readonly #adoptions: RedisChannel;

  constructor(
    private readonly link: RedisLink,
    private readonly keys: RedisKeys,
    openSubscriber: () => RedisLink,
    private readonly problem: (error: Error) => void,
  ) {
    const hear = (message: string): void => this.#hear(message);
    this.#adoptions = new RedisChannel(keys.adoptions, openSubscriber, hear, problem);
  }

  async create(journal: NewJournal): Promise<JournalOutcome> {
    const { session, epoch, owner, tokenHash, ttlMs, fields } = journal;
    const args = [epoch, owner, tokenHash, ttlMs, ...Object.entries(fields).flat()];
    return outcomeOf(await this.#run(CREATE, session, args));
  }

  async write(change: JournalWrite): Promise<JournalOutcome> {
    const { session, epoch, confirmsToken, ttlMs, remove } = change;
    const set = Object.entries(change.set).flat();
    const args = [epoch, confirmsToken ? 1 : 0, ttlMs, set.length, ...set, ...remove];
    return outcomeOf(await this.#run(WRITE, session, args));
  }

  async adopt(claim: JournalClaim): Promise<JournalAdoption> {
    const { session, owner, tokenHash, nextTokenHash, ttlMs } = claim;
    const args = [session, owner, tokenHash, nextTokenHash, ttlMs, this.keys.adoptions];
    return adoptionOf(await this.#run(ADOPT, session, args));
  }

  async drop({ session, epoch }: Tenure): Promise<void> {
    await this.#run(DROP, session, [epoch]);
  }

  async listen(listener: Listener): Promise<void> {
    await this.#adoptions.subscribe();
    this.#listeners.push(listener);
  }

  close(): Promise<void> {
    this.#adoptions.close();
    return Promise.resolve();
  }

  #run(script: RedisScript, session: string, args: readonly (string | number)[]): Promise<unknown> {
    return this.link.run((client) => script.run(client, [this.keys.journal(session)], args));
  }

  #hear(message: string): void {
    const begun = readJson(message, tenureSchema);
    if (begun === null) return this.problem(new Error('an adoption failed its schema'));
    for (const hear of this.#listeners) guarded(() => hear(begun), this.problem);
  }
}

const outcomeOf = (reply: unknown): JournalOutcome => {
  if (reply === 'written' || reply === 'taken' || reply === 'missing') return reply;
  throw new TypeError('a journal script answered with something else');
};

const adoptionOf = (reply: unknown): JournalAdoption => {
  const parts: readonly unknown[] = Array.isArray(reply) ? reply : [];
  const [kind, epoch, pairs] = parts;
  if (kind === 'unknown' || kind === 'refused') return { kind };
  if (typeof epoch !== 'number' || !Array.isArray(pairs))
    throw new TypeError('a journal script answered with something else');
  return { kind: 'adopted', epoch, fields: fieldsOf(pairs) };
};

const fieldsOf = (pairs: readonly unknown[]): Readonly<Record<string, string>> => {
  const fields: Record<string, string> = {};
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    const name = String(pairs[at]);
    if (!name.startsWith(OWN)) fields[name] = String(pairs[at + 1]);
  }
  return fields;
};
