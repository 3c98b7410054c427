import { Counter, Histogram, type Registry } from 'prom-client';

/** What listeners notice, as a player without a buffer would; all in seconds. */
export interface ListenerMetrics {
  /** From the first sentence of an utterance to its first audio on the way to the client. */
  firstAudio(seconds: number): void;
  /** From the queue to a worker. */
  queueWait(seconds: number): void;
  /** Audio that the listener still had when more went out. */
  slackAtSend(seconds: number): void;
  /** The listener had nothing to hear for so long, inside an utterance. */
  gap(seconds: number): void;
  /** An attempt was given up or failed, and the sentence is tried again. */
  retried(): void;
}

const BUCKETS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10];

const SLACK_BUCKETS = [0, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20];

/** Registers what is measured for listeners. */
export const createListenerMetrics = (registry: Registry): ListenerMetrics => {
  const registers = [registry];
  const histogram = (name: string, help: string, buckets = BUCKETS) =>
    new Histogram({ name, help, buckets, registers });
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  const firstAudio = histogram(
    'chorale_first_audio_seconds',
    'From the first sentence of an utterance to its first audio on the way to the client.',
  );
  const queueWait = histogram(
    'chorale_queue_wait_seconds',
    'From the queue to a worker, by sentence and slice.',
  );
  const slack = histogram(
    'chorale_slack_at_send_seconds',
    'Audio that a listener still had in hand when more went out.',
    SLACK_BUCKETS,
  );
  const underruns = counter('chorale_underruns_total', 'Times that a listener ran dry.');
  const gaps = counter(
    'chorale_underrun_seconds_total',
    'Seconds in which a listener had nothing to hear.',
  );
  const retries = counter('chorale_sentence_retries_total', 'Attempts beyond the first.');
  return {
    firstAudio: (seconds) => firstAudio.observe(seconds),
    queueWait: (seconds) => queueWait.observe(seconds),
    slackAtSend: (seconds) => slack.observe(seconds),
    gap: (seconds) => {
      underruns.inc();
      gaps.inc(seconds);
    },
    retried: () => retries.inc(),
  };
};
