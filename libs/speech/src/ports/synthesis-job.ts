import type { GatewayId, SentenceAddress } from './identifiers.js';

/** The job schema's version; part of the queue's name, so that mixed releases never misread a job. */
export const JOB_VERSION = 2;

/** How the samples of a sentence are laid out on the way to the gateway. */
export type SampleEncoding = 'pcm16' | 'mulaw' | 'alaw';

/** What the speaker is asked to do; `null` leaves the choice to the voice. */
export interface SpeakingStyle {
  /** 0.25–4; 1 is the voice's own pace. */
  readonly speed: number;
  /** VITS noise on the latent; null = the voice's default. */
  readonly noiseScale: number | null;
  /** VITS noise on the durations; null = the voice's default. */
  readonly noiseWidth: number | null;
}

/** How far a sentence was spoken by the worker that others go on from. */
export interface BegunSentence {
  /** Of that worker. */
  readonly fingerprint: string;
  /** Samples of the whole sentence, in the offsets of the job; null if that is not known. */
  readonly totalSamples: number | null;
  /** Every word before this offset in the text (UTF-16) was heard in full. */
  readonly heardTo: number;
}

/** One sentence (or one slice of it) to be spoken: all that a worker needs to make its samples. */
export interface SynthesisJob extends SentenceAddress {
  readonly version: typeof JOB_VERSION;
  readonly gateway: GatewayId;
  /** As the client wrote it; the worker normalises it for speech. Never logged. */
  readonly text: string;
  /** A BCP-47 tag or `auto`. */
  readonly language: string;
  /** Local voice id, aliases already resolved. */
  readonly voice: string;
  /** Speaker within a multi-speaker voice. */
  readonly speaker: number | null;
  readonly style: SpeakingStyle;
  /** Unsigned 64-bit number in decimal: JSON numbers lose bits. Decides all noise of the sentence. */
  readonly sentenceSeed: string;
  /** Hz of the samples the gateway gets. */
  readonly outputRate: number;
  readonly encoding: SampleEncoding;
  /** First wanted sample, in output samples of the sentence. */
  readonly fromSample: number;
  /** One past the last wanted sample; null = to the end. */
  readonly toSample: number | null;
  /** What lies before `fromSample`; null if nothing does. */
  readonly begun: BegunSentence | null;
  /** Samples by which all offsets lie behind those of the begun sentence's worker: not 0 if it joined others in its turn. */
  readonly shift: number;
  /** True for the first sentence of an utterance: its first segment is cut shorter. */
  readonly opensUtterance: boolean;
  /** True for the last words of a paragraph or utterance: no pause follows. */
  readonly endsUtterance: boolean;
  /** Cluster time (ms) at which the listener needs `fromSample`. Orders work; never a time-out. */
  readonly due: number;
  /** Word times wanted. */
  readonly timings: boolean;
  /** `asap` has no listener: it uses what is free. */
  readonly pace: 'realtime' | 'asap';
  readonly tenant: string;
  /** W3C `traceparent` of the request, if any. */
  readonly trace: string | null;
}

/** The job's name in the queue; never holds `:`, never an integer (both are refused by BullMQ). */
export const jobId = (
  job: Pick<SynthesisJob, 'gateway' | 'route' | 'seq' | 'attempt' | 'fromSample'>,
): string => `${job.gateway}-${job.route}-${job.seq}-a${job.attempt}-s${job.fromSample}`;
