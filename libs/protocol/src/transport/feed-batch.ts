import type { FeedBatch, SentenceTrace, SessionSummary, SessionTrace } from '@chorale/speech';
import { z } from 'zod';

import { attempt, gatewayName, label, u32, workerName } from './fields.js';

const time = z.number().min(0);
const milliseconds = z.number().min(0).max(1e12);
const count = z.number().int().min(0);

/** A session's name as its gateway gives it. */
export const sessionName = z.string().regex(/^[\w.-]{1,128}$/);

/** Parses one session as a list shows it. */
export const sessionSummarySchema = z.object({
  session: sessionName,
  tenant: label,
  keyName: label.nullable(),
  openedAt: time,
  voice: z.string().max(200),
  speaking: z.boolean(),
  slackMs: milliseconds,
  firstAudioMs: milliseconds.nullable(),
  underruns: count,
  sentences: count,
  pending: count,
}) satisfies z.ZodType<SessionSummary>;

const sentenceTrace = z.object({
  route: u32,
  seq: u32,
  attempt,
  worker: workerName.nullable(),
  fate: z.enum(['waiting', 'speaking', 'done', 'failed', 'cancelled']),
  queuedAt: time,
  startedAt: time.nullable(),
  firstAudioAt: time.nullable(),
  endedAt: time.nullable(),
}) satisfies z.ZodType<SentenceTrace>;

const sessionTrace = z.object({
  session: sessionName,
  sentences: z.array(sentenceTrace).max(32).readonly(),
  slack: z
    .array(z.object({ at: time, slackMs: milliseconds }))
    .max(120)
    .readonly(),
}) satisfies z.ZodType<SessionTrace>;

/** Parses what changed on a gateway. Unknown fields are dropped: newer gateways may say more. */
export const feedBatchSchema = z.object({
  gateway: gatewayName,
  sequence: count,
  at: time,
  whole: z.boolean(),
  sessions: z.array(sessionSummarySchema).max(1_000_000).readonly(),
  ended: z.array(sessionName).max(1_000_000).readonly(),
  traces: z.array(sessionTrace).max(64).readonly(),
  figures: z.object({
    firstAudioMs: z.array(milliseconds).max(256).readonly(),
    underruns: count,
    utterances: count,
  }),
}) satisfies z.ZodType<FeedBatch>;
