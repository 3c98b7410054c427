import type { AuditEntry, FeedBatch, SessionSummary } from '@chorale/speech';
import { gatewayId } from '@chorale/speech';

/** A valid summary; `change` replaces fields. */
export const aSessionSummary = (change: Partial<SessionSummary> = {}): SessionSummary => ({
  session: 'session-1',
  tenant: 'default',
  keyName: null,
  openedAt: 1_700_000_000_000,
  voice: 'alan',
  speaking: true,
  slackMs: 1_200,
  firstAudioMs: 90,
  underruns: 0,
  sentences: 3,
  pending: 1,
  ...change,
});

/** A valid batch; `change` replaces fields. */
export const aFeedBatch = (change: Partial<FeedBatch> = {}): FeedBatch => ({
  gateway: gatewayId('gateway-1'),
  sequence: 1,
  at: 1_700_000_000_000,
  whole: false,
  sessions: [],
  ended: [],
  traces: [],
  figures: { firstAudioMs: [], underruns: 0, utterances: 0 },
  ...change,
});

/** A valid entry; `change` replaces fields. */
export const anAuditEntry = (change: Partial<AuditEntry> = {}): AuditEntry => ({
  at: 1_700_000_000_000,
  role: 'operator',
  from: '127.0.0.1',
  action: 'session.cancel',
  target: 'session-1',
  outcome: 'done',
  ...change,
});
