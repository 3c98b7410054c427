import { Counter, Histogram, type Registry } from 'prom-client';

/** What listeners notice, as a player without a buffer would; all in seconds. */
export interface ListenerMetrics {
  /** From the first sentence of an utterance to its first audio on the way to the client. */
  firstAudio(seconds: number): void;
  /** From the queue to a worker. */
  queueWait(seconds: number): void;
  /** Audio that the listener still had when more went out. */
  slackAtSend(seconds: number): void;
  /** Audio came that goes out behind so many sentences. */
  audioCame(sentencesAhead: number): void;
  /** The listener had nothing to hear for so long, inside an utterance. */
  gap(seconds: number): void;
  /** An attempt was given up or failed, and the sentence is tried again. */
  retried(): void;
}

const BUCKETS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10];

const SLACK_BUCKETS = [0, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20];

/** Up to what a gateway has in the making for one context. */
const DEPTH_BUCKETS = [0, 1, 2, 3, 4, 6, 8, 12, 16];

/** Registers what is measured for listeners. */
export const createListenerMetrics = (registry: Registry): ListenerMetrics => {
  const { firstAudio, queueWait, slack, depth } = distributions([registry]);
  const { underruns, gaps, retries } = counts([registry]);
  return {
    firstAudio: (seconds) => firstAudio.observe(seconds),
    queueWait: (seconds) => queueWait.observe(seconds),
    slackAtSend: (seconds) => slack.observe(seconds),
    audioCame: (sentencesAhead) => depth.observe(sentencesAhead),
    gap: (seconds) => {
      underruns.inc();
      gaps.inc(seconds);
    },
    retried: () => retries.inc(),
  };
};

const distributions = (registers: Registry[]) => {
  const histogram = (name: string, help: string, buckets = BUCKETS) =>
    new Histogram({ name, help, buckets, registers });
  return {
    firstAudio: histogram(
      'chorale_first_audio_seconds',
      'From the first sentence of an utterance to its first audio on the way to the client.',
    ),
    queueWait: histogram(
      'chorale_queue_wait_seconds',
      'From the queue to a worker, by sentence and slice.',
    ),
    slack: histogram(
      'chorale_slack_at_send_seconds',
      'Audio that a listener still had in hand when more went out.',
      SLACK_BUCKETS,
    ),
    depth: histogram(
      'chorale_reorder_depth_sentences',
      'By chunk that came: the sentences that go out before it.',
      DEPTH_BUCKETS,
    ),
  };
};

const counts = (registers: Registry[]) => {
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  return {
    underruns: counter('chorale_underruns_total', 'Times that a listener ran dry.'),
    gaps: counter(
      'chorale_underrun_seconds_total',
      'Seconds in which a listener had nothing to hear.',
    ),
    retries: counter('chorale_sentence_retries_total', 'Attempts beyond the first.'),
  };
};
