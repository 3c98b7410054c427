import type { JobOutcome, Logger, Tracer, TraceSpan, WorkerMetrics } from '@chorale/observability';
import {
  type AbortBus,
  type Clock,
  type Engine,
  jobId,
  type JobOrigin,
  joinShift,
  type PaceMeter,
  type SynthesisFailure,
  type SynthesisJob,
  type WorkerId,
} from '@chorale/speech';

import { abortOf } from './abort-race.js';
import type { DueChanges } from './due-changes.js';
import type { GatewayLinks } from './gateway-links.js';
import { SentenceEvents } from './sentence-events.js';
import { outlineOf } from './sentence-outline.js';
import { sentenceWish } from './sentence-request.js';
import { SentenceSynthesis, type SentenceSynthesisParts } from './sentence-synthesis.js';
import { stopReasonOf } from './stop-reason.js';
import {
  failureOf,
  framesOf,
  GATEWAY_SILENT,
  INVALID_JOB,
  WORKER_DRAINING,
} from './synthesis-failure.js';
import type { UnitScheduler } from './unit-scheduler.js';

/** What a gateway is told of a job that it did not stop itself: it tries again at once. */
const FAREWELLS: ReadonlyMap<string, SynthesisFailure> = new Map([
  ['worker_drain', WORKER_DRAINING],
  ['gateway_silent', GATEWAY_SILENT],
]);

type OpenJob = Pick<SentenceSynthesisParts, 'job' | 'wish' | 'sentence' | 'events'>;

/** The same slice in this worker's own samples. */
const inOwnOffsets = (job: SynthesisJob, shift: number): SynthesisJob => ({
  ...job,
  fromSample: job.fromSample - shift,
  toSample: job.toSample === null ? null : job.toSample - shift,
});

/** What jobs are worked on with. */
export interface SentenceJobsParts {
  readonly worker: WorkerId;
  readonly engine: Engine;
  readonly scheduler: UnitScheduler;
  readonly links: GatewayLinks;
  readonly abortBus: AbortBus;
  readonly dues: DueChanges;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: WorkerMetrics;
  readonly pace: PaceMeter;
  readonly tracer: Tracer;
}

/** Works on jobs, each to its end; tells the gateway how each went. */
export class SentenceJobs {
  readonly #parts: SentenceJobsParts;

  constructor(parts: SentenceJobsParts) {
    this.#parts = parts;
  }

  /** Resolves when the job is done or not wanted any more; rejects after a failure was reported. */
  async run(job: SynthesisJob, signal: AbortSignal): Promise<void> {
    const { metrics, links } = this.#parts;
    const release = links.hold(job.gateway);
    const events = new SentenceEvents(job, links, this.#firstAudioNoter());
    const span = this.#spanOf(job);
    metrics.jobStarted();
    try {
      const traced = { ...job, trace: span.traceparent };
      metrics.jobEnded(await this.#outcomeOf(traced, events, signal));
    } catch (error) {
      metrics.jobEnded('failed');
      span.fail(failureOf(error).code);
      await this.#report(job, events, error);
      throw error;
    } finally {
      span.end(this.#parts.clock.now());
      release();
    }
  }

  #spanOf({ trace, voice, seq, attempt }: SynthesisJob): TraceSpan {
    const { tracer, clock, worker } = this.#parts;
    return tracer.span('synthesis', {
      parent: trace,
      at: clock.now(),
      isEntry: true,
      labels: {
        'chorale.worker': worker,
        'chorale.voice': voice,
        'chorale.sentence': seq,
        'chorale.attempt': attempt,
      },
    });
  }

  /** Called at a job's first audio, it notes how long that took from now. */
  #firstAudioNoter(): () => void {
    const { metrics, pace, clock } = this.#parts;
    const takenAt = clock.now();
    return () => {
      const waitedMs = clock.now() - takenAt;
      metrics.firstChunk(waitedMs);
      pace.noteFirstChunk(waitedMs);
    };
  }

  /** Answers a job that could not be read; never rejects. */
  refuse(origin: JobOrigin): Promise<void> {
    return this.#tell(new SentenceEvents(origin, this.#parts.links), INVALID_JOB);
  }

  async #outcomeOf(
    job: SynthesisJob,
    events: SentenceEvents,
    signal: AbortSignal,
  ): Promise<JobOutcome> {
    try {
      const outcome = await this.#speak(job, events, signal);
      await Promise.race([events.flush(), abortOf(signal)]);
      return outcome;
    } catch (error) {
      if (!signal.aborted) throw error;
      const farewell = FAREWELLS.get(stopReasonOf(signal));
      if (farewell !== undefined) await this.#tell(events, farewell);
      return 'aborted';
    }
  }

  async #speak(
    job: SynthesisJob,
    events: SentenceEvents,
    signal: AbortSignal,
  ): Promise<JobOutcome> {
    const { worker, engine, abortBus, clock } = this.#parts;
    await events.started(worker, engine.fingerprint);
    if (await abortBus.isAborted(job.gateway, job.route)) return 'aborted';
    const shift = await this.#shiftOf(job, signal);
    await events.join(shift);
    const own = inOwnOffsets(job, shift);
    const wish = sentenceWish(own, engine.capabilities, clock.now());
    const sentence = await engine.open(wish.request, signal);
    return this.#speakOpen(job, { job: own, wish, sentence, events }, signal);
  }

  /** How far the job's offsets lie behind those of this worker. */
  async #shiftOf(job: SynthesisJob, signal: AbortSignal): Promise<number> {
    const { engine } = this.#parts;
    const isLike = job.begun === null || job.begun.fingerprint === engine.fingerprint;
    if (job.begun === null || isLike || !engine.capabilities.seekable) return job.shift;
    const outline = await outlineOf(job, `${jobId(job)}-outline`, this.#parts, signal);
    return joinShift(job, job.begun, outline);
  }

  /** `open.job` is the same job in this worker's own offsets. */
  async #speakOpen(job: SynthesisJob, open: OpenJob, signal: AbortSignal): Promise<JobOutcome> {
    const { scheduler, clock, metrics, dues } = this.#parts;
    const sentenceId = jobId(job);
    const synthesis = new SentenceSynthesis({ sentenceId, scheduler, clock, ...open });
    const unfollow = dues.follow(job, (due) => synthesis.moveDue(due));
    const begunAt = clock.now();
    let isSpoken = false;
    try {
      const outcome = await synthesis.run(signal);
      isSpoken = true;
      metrics.jobSpoken((clock.now() - begunAt) / 1000, synthesis.toldSeconds);
      return outcome;
    } finally {
      unfollow();
      const leftAt = clock.now();
      scheduler.leave(sentenceId, (madeSeconds) => {
        open.sentence.close();
        if (!isSpoken) this.#noteWaste(madeSeconds - synthesis.toldSeconds, signal, leftAt);
      });
    }
  }

  /** Nothing runs any more of a sentence that was left at that time (ms) before it was spoken. */
  #noteWaste(unsentSeconds: number, signal: AbortSignal, leftAt: number): void {
    const { metrics, clock } = this.#parts;
    const reason = signal.aborted ? stopReasonOf(signal) : 'failed';
    metrics.audioWasted(unsentSeconds, reason);
    if (signal.aborted) metrics.idleAfterAbort(clock.now() - leftAt, reason);
  }

  async #report(job: SynthesisJob, events: SentenceEvents, error: unknown): Promise<void> {
    const { gateway, route, seq, attempt, voice } = job;
    const failure = failureOf(error);
    this.#parts.logger.warn(
      { gateway, route, seq, attempt, voice, ...failure, at: framesOf(error) },
      'a sentence could not be spoken',
    );
    await this.#tell(events, failure);
  }

  async #tell(events: SentenceEvents, failure: SynthesisFailure): Promise<void> {
    try {
      await events.failed(failure);
      await events.flush();
    } catch (error) {
      // The gateway finds out by itself when it reaches the broker again.
      this.#parts.logger.warn({ at: framesOf(error) }, 'a failure could not be reported');
    }
  }
}
