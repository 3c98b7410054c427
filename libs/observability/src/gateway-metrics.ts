import { Counter, Gauge, type Registry } from 'prom-client';

import { type ClassFigures, watchClasses } from './class-metrics.js';
import { createListenerMetrics, type ListenerMetrics } from './listener-metrics.js';
import { createOmniMetrics, type OmniMetrics } from './omni-metrics.js';

/** What a gateway counts. */
export interface GatewayMetrics {
  sessions(open: number): void;
  sessionRefused(reason: 'overloaded' | 'draining' | 'starting'): void;
  invalidChunk(): void;
  slowConsumer(): void;
  audioSent(seconds: number): void;
  /** Came from workers and will not be sent, and why. */
  audioDiscarded(seconds: number, reason: string): void;
  sessionResumed(fit: 'exact' | 'sentence' | 'gap'): void;
  resumeRefused(reason: 'token' | 'unknown' | 'unreadable' | 'unreachable'): void;
  sessionMoved(): void;
  sessionTakenOver(): void;
  /** A sentence went on, in the middle, at a worker that makes other samples. */
  seam(): void;
  /** What listeners notice. */
  readonly listener: ListenerMetrics;
  /** The same by utterance, under the names of the vLLM-Omni speech server. */
  readonly omni: OmniMetrics;
  /** From now on `count` is asked for the open routes whenever the page is. */
  watchRoutes(count: () => number): void;
  /** The same for how each class of workers stands; what is not known is left out. */
  watchClasses(figures: () => readonly ClassFigures[]): void;
}

/** Registers the gateway's metrics; `modelName` is what the families of vLLM-Omni are labelled with. */
export const createGatewayMetrics = (registry: Registry, modelName: string): GatewayMetrics => {
  const registers = [registry];
  return {
    ...sessionMetrics(registers),
    ...audioMetrics(registers),
    ...resumeMetrics(registers),
    listener: createListenerMetrics(registry),
    omni: createOmniMetrics(registry, modelName),
    watchRoutes: (count) => watchRoutes(count, registers),
    watchClasses: (figures) => watchClasses(registry, figures),
  };
};

const sessionMetrics = (registers: Registry[]) => {
  const open = new Gauge({ name: 'chorale_sessions', help: 'Open sessions.', registers });
  const refused = new Counter({
    name: 'chorale_sessions_refused_total',
    help: 'Sessions turned away, by reason.',
    labelNames: ['reason'] as const,
    registers,
  });
  const slow = new Counter({
    name: 'chorale_slow_consumers_total',
    help: 'Sessions closed because their client took nothing for too long.',
    registers,
  });
  return {
    sessions: (count: number) => open.set(count),
    sessionRefused: (reason: string) => refused.inc({ reason }),
    slowConsumer: () => slow.inc(),
  };
};

const audioMetrics = (registers: Registry[]) => {
  const invalid = new Counter({
    name: 'chorale_invalid_chunks_total',
    help: 'Entries of the chunk stream that failed their schema.',
    registers,
  });
  const sent = new Counter({
    name: 'chorale_audio_sent_seconds_total',
    help: 'Seconds of audio sent to clients. What workers made beyond it was wasted.',
    registers,
  });
  const discarded = new Counter({
    name: 'chorale_audio_discarded_seconds_total',
    help: 'Seconds of audio that came from workers and were not sent, by reason.',
    labelNames: ['reason'] as const,
    registers,
  });
  return {
    invalidChunk: () => invalid.inc(),
    audioSent: (seconds: number) => sent.inc(seconds),
    audioDiscarded: (seconds: number, reason: string) => discarded.inc({ reason }, seconds),
  };
};

const resumeMetrics = (registers: Registry[]) => {
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Counter({ name, help, labelNames: [...labelNames], registers });
  const resumed = counter(
    'chorale_sessions_resumed_total',
    'Sessions taken up from another connection, by how it fits.',
    ['fit'],
  );
  const refused = counter(
    'chorale_resumes_refused_total',
    'Clients that wanted to resume a session and could not, by reason.',
    ['reason'],
  );
  const moved = counter('chorale_sessions_moved_total', 'Sessions sent elsewhere by a drain.');
  const takenOver = counter(
    'chorale_sessions_taken_over_total',
    'Connections closed because another one resumed their session.',
  );
  const seams = counter(
    'chorale_sentence_seams_total',
    'Sentences that went on, in the middle, at a worker with another fingerprint.',
  );
  return {
    sessionResumed: (fit: string) => resumed.inc({ fit }),
    resumeRefused: (reason: string) => refused.inc({ reason }),
    sessionMoved: () => moved.inc(),
    sessionTakenOver: () => takenOver.inc(),
    seam: () => seams.inc(),
  };
};

const watchRoutes = (count: () => number, registers: Registry[]): Gauge =>
  new Gauge({
    name: 'chorale_open_routes',
    help: 'Utterances that audio may still come for.',
    registers,
    collect(): void {
      this.set(count());
    },
  });
