import type { WorkerPorts } from '@chorale/broker';
import type { SynthesisFailure, SynthesisJob, WordTiming, WorkerId } from '@chorale/speech';
import { workerId } from '@chorale/speech';

import { FAKE_VOICE } from '../fake-engine/fake-engine.js';

/** What a fake speaker answers to one job: chunks in order, then words, then failure or end. */
export interface FakeSpeech {
  readonly chunks: readonly Uint8Array[];
  readonly words?: readonly WordTiming[];
  readonly failure?: SynthesisFailure;
  /** The job does not end before this settles (or its signal aborts). */
  readonly until?: Promise<unknown>;
}

/** Decides what is said to a job. */
export type FakeScript = (job: SynthesisJob) => FakeSpeech;

/** Samples of a sentence nobody wrote a script for: 10 ms of PCM16 per character at 24 kHz. */
export const plainSpeech: FakeScript = (job) => ({
  chunks: [new Uint8Array(job.text.length * 480).fill(job.seq + 1)],
});

/** A worker without an engine: answers jobs with scripted bytes, whatever their rate or slice. */
export class FakeSpeaker {
  /** Every job that was started, in order. */
  readonly jobs: SynthesisJob[] = [];
  /** Jobs whose signal aborted before they ended. */
  readonly aborted: SynthesisJob[] = [];
  #worker: WorkerId = workerId('fake-speaker');

  constructor(
    private readonly ports: WorkerPorts,
    private script: FakeScript = plainSpeech,
  ) {}

  async start(voiceClass = 'default'): Promise<void> {
    await this.ports.workerRegistry.announce({
      worker: this.#worker,
      voiceClass,
      voices: [FAKE_VOICE],
      defaultVoice: FAKE_VOICE.id,
      fingerprint: 'fake',
      threads: 1,
      open: 0,
      draining: false,
      version: 'test',
    });
    await this.ports.abortBus.subscribe((order) => {
      const stale = this.jobs.filter(
        (job) =>
          job.gateway === order.gateway &&
          job.route === order.route &&
          (order.seq === null || job.seq === order.seq) &&
          (order.attemptBelow === null || job.attempt < order.attemptBelow),
      );
      for (const job of stale) this.#controllers.get(job)?.abort();
    });
    await this.ports.jobIntake.start((job, signal) => this.#speak(job, signal));
    this.ports.jobIntake.setAppetite({ urgent: 100, lookAhead: 100 });
  }

  readonly #controllers = new Map<SynthesisJob, AbortController>();

  /** From now on jobs are answered so. */
  say(script: FakeScript): void {
    this.script = script;
  }

  async #speak(job: SynthesisJob, signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    this.#controllers.set(job, stop);
    this.jobs.push(job);
    const aborted = AbortSignal.any([signal, stop.signal]);
    await this.#tell(job, { kind: 'started', worker: this.#worker, fingerprint: 'fake' });
    const speech = this.script(job);
    const samples = await this.#sendAudio(job, speech);
    await Promise.race([speech.until ?? Promise.resolve(), whenAborted(aborted)]);
    if (aborted.aborted) return void this.aborted.push(job);
    if (speech.failure !== undefined)
      await this.#tell(job, { kind: 'failed', failure: speech.failure });
    else await this.#tell(job, { kind: 'ended', totalSamples: samples });
  }

  async #sendAudio(job: SynthesisJob, speech: FakeSpeech): Promise<number> {
    const width = job.encoding === 'pcm16' ? 2 : 1;
    if (speech.words !== undefined) await this.#tell(job, { kind: 'timing', words: speech.words });
    let sampleOffset = 0;
    for (const [chunkIndex, samples] of speech.chunks.entries()) {
      await this.#tell(job, { kind: 'audio', chunkIndex, sampleOffset, samples });
      sampleOffset += samples.byteLength / width;
    }
    return sampleOffset;
  }

  async #tell(job: SynthesisJob, event: FakeAnswer): Promise<void> {
    const address = { route: job.route, seq: job.seq, attempt: job.attempt };
    await this.ports.chunkSink.send(job.gateway, { ...address, ...event });
  }
}

type FakeAnswer =
  | { readonly kind: 'started'; readonly worker: WorkerId; readonly fingerprint: string }
  | {
      readonly kind: 'audio';
      readonly chunkIndex: number;
      readonly sampleOffset: number;
      readonly samples: Uint8Array;
    }
  | { readonly kind: 'timing'; readonly words: readonly WordTiming[] }
  | { readonly kind: 'ended'; readonly totalSamples: number }
  | { readonly kind: 'failed'; readonly failure: SynthesisFailure };

const whenAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
