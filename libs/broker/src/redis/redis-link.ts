import type { Redis, RedisOptions } from 'ioredis';

import { BrokerUnavailable } from '../broker-unavailable.js';

import { openRedis } from './redis-address.js';
import { unavailable } from './unavailable.js';

/** How long a caller waits for a connection that is being made, for example during a failover. */
const REACH_MS = 2_000;
/** How long a command may take; a Redis that is slower than this is as good as gone. */
const COMMAND_MS = 3_000;
/** A connection on which a reply is overdue by this much is half-open: it is made anew. */
const SILENT_SOCKET_MS = 4_000;
/** The same where reads block for a fraction of a second, and a listener waits for what they bring. */
const SILENT_READER_MS = 2_000;
/** The same where BullMQ's reads block for 5 s. */
const SILENT_WORKER_MS = 8_000;

/** Replies keep the shapes that ioredis gives by default. */
type LinkOptions = Omit<RedisOptions, 'replyMapping'>;

/** How long a closed connection may wait for the other side's goodbye. */
const FAREWELL_MS = 500;

/** What all connections have in common. */
const COMMON: LinkOptions = {
  retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, 1_000),
  connectTimeout: REACH_MS,
  disconnectTimeout: FAREWELL_MS,
  // A primary that became a replica refuses writes; the address may lead to the new primary by now.
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
  enableAutoPipelining: false, // measured: it costs a chunk 1–2 ms
};

/**
 * Fails fast: a command whose connection breaks rejects and is never sent again, for nobody could
 * tell whether it was carried out. An entry or a job sent twice would be worse than one reported lost.
 */
const FAIL_FAST: LinkOptions = {
  ...COMMON,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
};

/** Waits out every outage: BullMQ's workers and subscriptions live as long as the process. */
const PATIENT: LinkOptions = { ...COMMON, maxRetriesPerRequest: null };

/** A connection that is made anew whenever it breaks. */
export class RedisLink {
  #becomingReady: Promise<Redis> | null = null;

  constructor(readonly client: Redis) {}

  get isReady(): boolean {
    return this.client.status === 'ready';
  }

  /** Runs commands when the connection stands; rejects with BrokerUnavailable, whatever went wrong. */
  async run<T>(task: (client: Redis) => Promise<T>): Promise<T> {
    const client = await this.ready();
    try {
      return await task(client);
    } catch (error) {
      throw unavailable(error);
    }
  }

  /** Waits for the connection, but not longer than 2 s; rejects with BrokerUnavailable. */
  async ready(): Promise<Redis> {
    if (this.isReady) return this.client;
    if (this.client.status === 'end') throw new BrokerUnavailable('closed');
    this.#becomingReady ??= untilReady(this.client).finally(() => (this.#becomingReady = null));
    return this.#becomingReady;
  }

  /** Ends the connection; what was written before still goes out. */
  close(): void {
    this.client.disconnect();
  }
}

/** Makes connections to one Redis; their errors go to `problem`. */
export class RedisLinks {
  readonly #links: RedisLink[] = [];

  constructor(
    private readonly url: string,
    private readonly problem: (error: Error) => void,
  ) {}

  /** For single commands. */
  failFast(): RedisLink {
    return this.#open({
      ...FAIL_FAST,
      commandTimeout: COMMAND_MS,
      socketTimeout: SILENT_SOCKET_MS,
    });
  }

  /** For blocking reads, which take as long as they are told to. */
  failFastBlocking(): RedisLink {
    return this.#open({ ...FAIL_FAST, socketTimeout: SILENT_READER_MS });
  }

  /** For what must go on after any outage. */
  patient(): RedisLink {
    return this.#open({ ...PATIENT, socketTimeout: SILENT_WORKER_MS });
  }

  closeAll(): void {
    this.#links.splice(0).forEach((link) => link.close());
  }

  #open(options: LinkOptions): RedisLink {
    const client = openRedis(this.url, options);
    client.on('error', this.problem);
    const link = new RedisLink(client);
    this.#links.push(link);
    return link;
  }
}

const untilReady = (client: Redis): Promise<Redis> =>
  new Promise((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      clearTimeout(timer);
      client.off('ready', onReady).off('end', onEnd);
      outcome();
    };
    const onReady = (): void => settle(() => resolve(client));
    const onEnd = (): void => settle(() => reject(new BrokerUnavailable('closed')));
    const onLate = (): void => settle(() => reject(new BrokerUnavailable('unreachable')));
    const timer = setTimeout(onLate, REACH_MS);
    client.once('ready', onReady).once('end', onEnd);
  });
