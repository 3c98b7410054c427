import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** How a job came to its end. */
export type JobOutcome = 'ended' | 'yielded' | 'failed' | 'aborted';

/** What a worker counts; seconds are of audio unless they are named otherwise. */
export interface WorkerMetrics {
  jobStarted(): void;
  jobEnded(outcome: JobOutcome): void;
  invalidPayload(): void;
  audioMade(seconds: number): void;
  /** Made, but not sent to the gateway any more, and why. */
  audioWasted(seconds: number, reason: string): void;
  /** From when a sentence was given up to when nothing of it ran any more, and why. */
  idleAfterAbort(milliseconds: number, reason: string): void;
  unitRan(kind: 'encode' | 'decode', milliseconds: number): void;
  /** From taking a job to handing over its first audio. */
  firstChunk(milliseconds: number): void;
  /** A job was spoken to its end: so long it took, and so long its audio is, seconds. */
  jobSpoken(tookSeconds: number, audioSeconds: number): void;
  openSentences(count: number): void;
}

/** From a short decoder chunk to the watchdog's limit, seconds. */
const UNIT_BUCKETS = [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.25, 2.5, 5];

/** From the fastest device to one that no listener can wait for. */
const PACE_BUCKETS = [0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 5];

/** Registers the worker's metrics. */
export const createWorkerMetrics = (registry: Registry): WorkerMetrics => {
  const registers = [registry];
  const counter = (name: string, help: string): Counter => new Counter({ name, help, registers });
  const started = counter('chorale_jobs_started_total', 'Jobs taken from the queue.');
  const invalid = counter('chorale_invalid_jobs_total', 'Payloads that failed their schema.');
  const made = counter('chorale_audio_seconds_total', 'Seconds of audio made.');
  const wasted = new Counter({
    name: 'chorale_audio_wasted_seconds_total',
    help: 'Seconds of audio made that were not sent to the gateway any more, by reason.',
    labelNames: ['reason'] as const,
    registers,
  });
  const ended = new Counter({
    name: 'chorale_jobs_ended_total',
    help: 'Jobs that came to an end, by outcome.',
    labelNames: ['outcome'] as const,
    registers,
  });
  const open = new Gauge({ name: 'chorale_open_sentences', help: 'Sentences held.', registers });
  const { firstChunk, idle, pace, units } = durations(registers);
  return {
    jobStarted: () => started.inc(),
    jobEnded: (outcome) => ended.inc({ outcome }),
    invalidPayload: () => invalid.inc(),
    audioMade: (seconds) => made.inc(seconds),
    audioWasted: (seconds, reason) => wasted.inc({ reason }, seconds),
    idleAfterAbort: (milliseconds, reason) => idle.observe({ reason }, milliseconds / 1000),
    unitRan: (kind, milliseconds) => units.observe({ kind }, milliseconds / 1000),
    firstChunk: (milliseconds) => firstChunk.observe(milliseconds / 1000),
    jobSpoken: (tookSeconds, audioSeconds) => {
      if (audioSeconds > 0) pace.observe(tookSeconds / audioSeconds);
    },
    openSentences: (count) => open.set(count),
  };
};

const durations = (registers: Registry[]) => ({
  units: new Histogram({
    name: 'chorale_unit_seconds',
    help: 'How long one model run took.',
    labelNames: ['kind'] as const,
    buckets: UNIT_BUCKETS,
    registers,
  }),
  firstChunk: new Histogram({
    name: 'chorale_first_chunk_seconds',
    help: 'How long a job took from being taken to its first audio.',
    buckets: UNIT_BUCKETS,
    registers,
  }),
  idle: new Histogram({
    name: 'chorale_cancel_to_idle_seconds',
    help: 'From when a sentence was given up to when nothing of it ran any more, by reason.',
    labelNames: ['reason'] as const,
    buckets: UNIT_BUCKETS,
    registers,
  }),
  pace: new Histogram({
    name: 'chorale_real_time_ratio',
    help: 'How long a job took over the length of its audio: below 1 it is made faster than it is heard.',
    buckets: PACE_BUCKETS,
    registers,
  }),
});
