import { systemClock } from '@chorale/broker';
import type { WorkerPorts } from '@chorale/broker';
import type {
  AbortOrder,
  Appetite,
  Clock,
  DueChange,
  JobOrigin,
  SynthesisFailure,
  SynthesisJob,
  VoiceRecord,
  WordTiming,
  WorkerId,
} from '@chorale/speech';
import { workerId } from '@chorale/speech';

import { FAKE_VOICE } from '../fake-engine/fake-engine.js';
import { expectedSamples, markOfText } from '../fake-engine/marked-samples.js';

/** What a fake speaker answers to one job: words, then chunks in order, then failure or end. */
export interface FakeSpeech {
  /** An async source gives each chunk when it is ready; it is heard to its end, whoever aborts. */
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
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

/** PCM16 that tells which text it speaks, and that none of it is missing or out of place: 10 ms per character. */
export const markedAudioOf = (text: string): Uint8Array =>
  new Uint8Array(expectedSamples(markOfText(text), 0, text.length * 240).buffer);

/** Says the marked audio of the text, in two chunks. */
export const markedSpeech: FakeScript = ({ text }) => {
  const audio = markedAudioOf(text);
  const middle = Math.floor(audio.byteLength / 4) * 2;
  return { chunks: [audio.subarray(0, middle), audio.subarray(middle)] };
};

/** The speaker's other voice, which is not the default one. */
export const GERMAN_VOICE: VoiceRecord = { ...FAKE_VOICE, id: 'fake-de', language: 'de-DE' };

/** A job that a script never ends: only an abort does. */
export const FOR_EVER = new Promise<never>(() => undefined);

/** How often a worker says that it lives, ms. */
const BEAT_MS = 250;

/** What is said to a job that cannot be read. */
const UNREADABLE: SynthesisFailure = {
  code: 'invalid_job',
  message: 'The worker could not read the job.',
  retryable: false,
};

const HUNGRY: Appetite = { urgent: 100, lookAhead: 100 };

/** A worker without an engine: answers jobs with scripted bytes, whatever their rate or slice. */
export class FakeSpeaker {
  /** Every job that was started, in order. */
  readonly jobs: SynthesisJob[] = [];
  /** Jobs whose signal aborted before they ended. */
  readonly aborted: SynthesisJob[] = [];
  /** What it was told of due times. */
  readonly dueChanges: DueChange[] = [];
  readonly #worker: WorkerId = workerId('fake-speaker');
  readonly #running = new Map<SynthesisJob, AbortController>();
  #script: FakeScript = plainSpeech;
  #voiceClass: string | null = null;
  #cancelBeat: () => void = () => undefined;

  constructor(
    private readonly ports: WorkerPorts,
    private readonly clock: Clock = systemClock,
  ) {}

  async start(voiceClass = 'default'): Promise<void> {
    this.#voiceClass = voiceClass;
    await this.#announce(voiceClass);
    await this.ports.abortBus.subscribe((order) => this.#obey(order));
    await this.ports.dueBus.subscribe((change) => this.dueChanges.push(change));
    await this.ports.jobIntake.start(
      (job, signal) => this.#speak(job, signal),
      (origin) => void this.#tell(origin, { kind: 'failed', failure: UNREADABLE }).catch(ignore),
    );
    this.eat(HUNGRY);
    this.#scheduleBeat();
  }

  /** Leaves the registry and takes no more jobs. */
  async leave(): Promise<void> {
    this.#voiceClass = null;
    this.#cancelBeat();
    this.eat({ urgent: 0, lookAhead: 0 });
    await this.ports.workerRegistry.withdraw(this.#worker);
  }

  /** From now on jobs are answered so. */
  say(script: FakeScript): void {
    this.#script = script;
  }

  /** From now on so many jobs are held at once. */
  eat(appetite: Appetite): void {
    this.ports.jobIntake.setAppetite(appetite);
  }

  /** Forgets the script, the appetite and the jobs so far. */
  reset(): void {
    this.say(plainSpeech);
    this.eat(HUNGRY);
    this.jobs.length = 0;
    this.aborted.length = 0;
    this.dueChanges.length = 0;
  }

  async #announce(voiceClass: string): Promise<void> {
    await this.ports.workerRegistry.announce({
      worker: this.#worker,
      voiceClass,
      voices: [FAKE_VOICE, GERMAN_VOICE],
      defaultVoice: FAKE_VOICE.id,
      fingerprint: 'fake',
      threads: 1,
      open: this.#running.size,
      costPerAudioSecond: null,
      load: 0,
      firstChunkMs: null,
      draining: false,
      version: 'test',
    });
  }

  #scheduleBeat(): void {
    this.#cancelBeat = this.clock.after(BEAT_MS, () => {
      this.#scheduleBeat();
      this.#beat().catch(() => this.#cancelBeat()); // the broker is closed
    });
  }

  async #beat(): Promise<void> {
    if (this.#voiceClass !== null) await this.#announce(this.#voiceClass);
    for (const gateway of new Set([...this.#running.keys()].map((job) => job.gateway)))
      await this.ports.chunkSink.send(gateway, { kind: 'alive', worker: this.#worker });
  }

  #obey(order: AbortOrder): void {
    for (const [job, stop] of this.#running) if (isMeant(order, job)) stop.abort();
  }

  async #speak(job: SynthesisJob, signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const aborted = AbortSignal.any([signal, stop.signal]);
    aborted.addEventListener('abort', () => this.aborted.push(job), { once: true });
    this.jobs.push(job);
    this.#running.set(job, stop);
    try {
      await this.#answer(job, aborted);
    } finally {
      this.#running.delete(job);
    }
  }

  async #answer(job: SynthesisJob, signal: AbortSignal): Promise<void> {
    await this.#tell(job, { kind: 'started', worker: this.#worker, fingerprint: 'fake' });
    const speech = this.#script(job);
    const totalSamples = await this.#sendAudio(job, speech);
    await Promise.race([speech.until, whenAborted(signal)]);
    if (signal.aborted) return;
    const { failure } = speech;
    await this.#tell(
      job,
      failure === undefined ? { kind: 'ended', totalSamples } : { kind: 'failed', failure },
    );
  }

  async #sendAudio(job: SynthesisJob, speech: FakeSpeech): Promise<number> {
    const width = job.encoding === 'pcm16' ? 2 : 1;
    if (speech.words !== undefined) await this.#tell(job, { kind: 'timing', words: speech.words });
    let sampleOffset = 0;
    let chunkIndex = 0;
    for await (const samples of speech.chunks) {
      await this.#tell(job, { kind: 'audio', chunkIndex, sampleOffset, samples });
      sampleOffset += samples.byteLength / width;
      chunkIndex += 1;
    }
    return sampleOffset;
  }

  async #tell(job: JobOrigin, event: FakeAnswer): Promise<void> {
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

const isMeant = (order: AbortOrder, job: SynthesisJob): boolean =>
  job.gateway === order.gateway &&
  job.route === order.route &&
  (order.seq === null || job.seq === order.seq) &&
  (order.attemptBelow === null || job.attempt < order.attemptBelow);

/** Whoever closes the broker does not wait for an answer. */
const ignore = (): void => undefined;

const whenAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
