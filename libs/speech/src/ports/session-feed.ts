import type { GatewayId, WorkerId } from './identifiers.js';

/** The feed's version; part of its channel's name, so that mixed releases never misread each other. */
export const FEED_VERSION = 1;

/** A session as a list shows it; no word of its text. Times are ms since 1970 unless they say otherwise. */
export interface SessionSummary {
  readonly session: string;
  readonly tenant: string;
  /** Who uses the key that it was opened with; null without one. */
  readonly keyName: string | null;
  readonly openedAt: number;
  /** As the client named it; '' = the default. */
  readonly voice: string;
  readonly speaking: boolean;
  /** Audio that its listener has in hand, ms. */
  readonly slackMs: number;
  /** From the first sentence's order to its first audio, ms, of the latest utterance. */
  readonly firstAudioMs: number | null;
  /** Times that its listener ran dry inside an utterance. */
  readonly underruns: number;
  /** Sentences ordered so far. */
  readonly sentences: number;
  /** Sentences queued or in the making now. */
  readonly pending: number;
}

/** How a sentence stands. */
export type SentenceFate = 'waiting' | 'speaking' | 'done' | 'failed' | 'cancelled';

/** The way of one sentence; times are ms since 1970, null while they have not come. */
export interface SentenceTrace {
  /** The utterance's route on its gateway. */
  readonly route: number;
  readonly seq: number;
  /** The latest attempt, to which the later times belong. */
  readonly attempt: number;
  readonly worker: WorkerId | null;
  readonly fate: SentenceFate;
  readonly queuedAt: number;
  readonly startedAt: number | null;
  readonly firstAudioAt: number | null;
  readonly endedAt: number | null;
}

/** Audio in a listener's hand at one time. */
export interface SlackPoint {
  readonly at: number;
  readonly slackMs: number;
}

/** One session looked at closely: its latest sentences (at most 32) and slack (at most 120 points), oldest first. */
export interface SessionTrace {
  readonly session: string;
  readonly sentences: readonly SentenceTrace[];
  readonly slack: readonly SlackPoint[];
}

/** What a gateway saw since its last batch. */
export interface FeedFigures {
  /** One per utterance whose first audio came; at most 256. */
  readonly firstAudioMs: readonly number[];
  readonly underruns: number;
  /** Utterances whose first audio came. */
  readonly utterances: number;
}

/** What changed on one gateway since its batch before. */
export interface FeedBatch {
  readonly gateway: GatewayId;
  /** One more than that of the batch before. */
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** True: `sessions` are all there are. */
  readonly whole: boolean;
  readonly sessions: readonly SessionSummary[];
  /** Sessions that ended. */
  readonly ended: readonly string[];
  readonly traces: readonly SessionTrace[];
  readonly figures: FeedFigures;
}

/** Who looks on. */
export interface FeedDemand {
  readonly watched: boolean;
  /** Sessions that somebody looks at closely. */
  readonly followed: readonly string[];
}

/** All sessions of a gateway as they were after the batch with this number. */
export interface FeedSnapshot {
  readonly sequence: number;
  readonly sessions: readonly SessionSummary[];
}

/**
 * A gateway's side: tells onlookers about its sessions.
 *
 * - Nothing is published while nobody looks on: `demand` is one small question.
 * - `publish` resolves to the demand when the broker has the batch. Of a batch that comes while nobody
 *   looks on, nothing is kept. What is kept expires 10 s after the last batch.
 * - Rejects with `BrokerUnavailable`; the next batch must then be whole.
 */
export interface SessionFeed {
  demand(): Promise<FeedDemand>;
  publish(batch: FeedBatch): Promise<FeedDemand>;
  close(): Promise<void>;
}

/**
 * An onlooker's side.
 *
 * - `ask` makes gateways publish for 5 s, and follow these sessions (at most 64 of all onlookers).
 * - Batches come in order, each at most once; one that is missing shows in the sequence, and a snapshot mends it.
 */
export interface SessionWatch {
  ask(followed: readonly string[]): Promise<void>;
  /** Null where the gateway has published nothing of late. */
  snapshot(gateway: GatewayId): Promise<FeedSnapshot | null>;
  subscribe(listener: (batch: FeedBatch) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
