import { type Band, FEED_VERSION, type GatewayId, JOB_VERSION } from '@chorale/speech';

/** Braces put all keys into one slot of a Redis Cluster: BullMQ's scripts need that. */
const DEFAULT_PREFIX = '{chorale}';

/** Every name that Chorale uses in Redis; BullMQ adds its own behind `prefix` and a queue's name. */
export interface RedisKeys {
  readonly prefix: string;
  /** A queue of one class and band. BullMQ refuses `:` in it. */
  queue(voiceClass: string, band: Band): string;
  /** Stream: what workers send to one gateway. */
  chunks(gateway: GatewayId): string;
  /** Channel: orders to stop work. */
  readonly aborts: string;
  /** Channel: when work is really needed. */
  readonly dues: string;
  /** Channel: orders of operators. */
  readonly control: string;
  /** Channel: replies to one admin process that asked what sentences say. */
  textReplies(asker: string): string;
  /** Channel: what changed on gateways, for those who look on. */
  readonly feed: string;
  /** String: somebody looks on. */
  readonly feedWatch: string;
  /** Sorted set: sessions looked at closely by the time at which that ends. */
  readonly feedFollowed: string;
  /** Hash: one gateway's sessions as JSON, and under `#` the number of the latest batch. */
  feedSessions(gateway: GatewayId): string;
  /** List: what operators did, newest first, as JSON. */
  readonly audit: string;
  /** Begins the channels by which admin processes reach each other's pages. */
  readonly adminSockets: string;
  /** String: a whole route was aborted. */
  tombstone(gateway: GatewayId, route: number): string;
  /** String: what one worker says about itself, as JSON. */
  worker(worker: string): string;
  /** Sorted set: workers by the time at which their record expires. */
  readonly workers: string;
  /** Sorted set: workers of a class and their voice sets, by the same time. */
  classWorkers(voiceClass: string): string;
  /** String: what one gateway says about itself, as JSON. */
  gateway(gateway: string): string;
  /** Sorted set: gateways by the time at which their record expires. */
  readonly gateways: string;
  /** Hash: the journal of one session. */
  journal(session: string): string;
  /** Channel: sessions that another gateway has taken up. */
  readonly adoptions: string;
  /** List: the latest failures, newest first, as JSON. */
  readonly failures: string;
  /** Hash: API keys by id, as JSON. */
  readonly apiKeys: string;
}

/** Makes the names that begin with `prefix`. */
export const redisKeys = (prefix: string = DEFAULT_PREFIX): RedisKeys => ({
  prefix,
  queue: (voiceClass, band) => `synth-v${JOB_VERSION}-${voiceClass}-${BAND_NAMES[band]}`,
  chunks: (gateway) => `${prefix}:chunks:${gateway}`,
  aborts: `${prefix}:aborts`,
  dues: `${prefix}:dues`,
  control: `${prefix}:control`,
  textReplies: (asker) => `${prefix}:text-replies:${asker}`,
  feed: `${prefix}:feed-v${FEED_VERSION}`,
  feedWatch: `${prefix}:feed-v${FEED_VERSION}:watch`,
  feedFollowed: `${prefix}:feed-v${FEED_VERSION}:followed`,
  feedSessions: (gateway) => `${prefix}:feed-v${FEED_VERSION}:sessions:${gateway}`,
  audit: `${prefix}:audit`,
  adminSockets: `${prefix}:admin-sockets`,
  tombstone: (gateway, route) => `${prefix}:aborted:${gateway}:${route}`,
  worker: (worker) => `${prefix}:worker:${worker}`,
  workers: `${prefix}:workers`,
  classWorkers: (voiceClass) => `${prefix}:class:${voiceClass}`,
  gateway: (gateway) => `${prefix}:gateway:${gateway}`,
  gateways: `${prefix}:gateways`,
  journal: (session) => `${prefix}:session:${session}`,
  adoptions: `${prefix}:adoptions`,
  failures: `${prefix}:failures`,
  apiKeys: `${prefix}:api-keys`,
});

const BAND_NAMES = { urgent: 'urgent', lookAhead: 'ahead' } as const;
