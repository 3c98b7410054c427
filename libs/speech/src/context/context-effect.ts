import type { AbortReason } from '../ports/abort-bus.js';
import type { WordTiming } from '../ports/chunk-stream.js';
import type { SentenceAddress } from '../ports/identifiers.js';
import type { Band } from '../ports/job-queue.js';
import type { BegunSentence } from '../ports/synthesis-job.js';
import type { JournalChange, Voicing } from '../resume/journal-content.js';
import type { SentenceLabel, ServerMessage } from './server-message.js';
import type { AudioFormat, UtteranceConfig } from './utterance-config.js';

/** One sentence, or the rest of it, on its way into the queue. */
export interface SentenceOrder {
  readonly address: SentenceAddress;
  readonly text: string;
  readonly config: UtteranceConfig;
  /** Settled before; null = whoever serves the config's voice. */
  readonly voicing: Voicing | null;
  readonly fromSample: number;
  readonly toSample: number | null;
  readonly opensUtterance: boolean;
  readonly endsUtterance: boolean;
  readonly band: Band;
  /** Clock time (ms) at which the listener needs `fromSample`. */
  readonly due: number;
  readonly pace: 'realtime' | 'asap';
  /** What lies before `fromSample`: the like of its worker go on with the same bits. */
  readonly begun: BegunSentence | null;
  /** Samples by which offsets lie behind those of that worker. */
  readonly shift: number;
  /** So many of its workers died or fell silent that one more would fail it: it must not try beside its like. */
  readonly isSuspect: boolean;
}

/** A queued job by its coordinates. */
export interface JobRef {
  readonly address: SentenceAddress;
  readonly fromSample: number;
}

/** What the runner has to do, in order. */
export type ContextEffect =
  | { readonly kind: 'openRoute'; readonly route: number }
  /** Nothing more will come for this route. */
  | { readonly kind: 'releaseRoute'; readonly route: number }
  | { readonly kind: 'enqueue'; readonly order: SentenceOrder }
  | { readonly kind: 'promote'; readonly job: JobRef }
  /** A job that waits for workers of one make is for all of its class from now on. */
  | { readonly kind: 'offerToAll'; readonly job: JobRef; readonly band: Band }
  /** The listener needs the job's `fromSample` at another time (clock, ms) than was said before. */
  | { readonly kind: 'moveDue'; readonly job: JobRef; readonly due: number }
  /** Late chunks (so many bytes a second) fall on the floor; waiting jobs are taken back, running ones stopped. */
  | {
      readonly kind: 'abortRoute';
      readonly route: number;
      readonly waiting: readonly JobRef[];
      readonly reason: AbortReason;
      readonly bytesPerSecond: number;
    }
  /** Stops the attempts of one sentence below the address's own. */
  | {
      readonly kind: 'abortAttempts';
      readonly address: SentenceAddress;
      readonly waiting: JobRef | null;
      readonly reason: AbortReason;
    }
  | { readonly kind: 'checkJob'; readonly job: JobRef }
  /** What must stand in the journal before anything that comes after is sent. */
  | { readonly kind: 'journal'; readonly changes: readonly JournalChange[] }
  /** The rest of a sentence is made by a worker whose samples may differ from those before. */
  | { readonly kind: 'noteSeam'; readonly label: SentenceLabel }
  /** Audio that came from workers will not be sent, seconds. */
  | { readonly kind: 'noteWaste'; readonly seconds: number; readonly reason: AbortReason }
  | { readonly kind: 'sendMessage'; readonly message: ServerMessage }
  | { readonly kind: 'sendAudio'; readonly samples: Uint8Array }
  /** The first bytes of a streamed container. */
  | { readonly kind: 'sendStreamHeader'; readonly format: AudioFormat; readonly sampleRate: number }
  /** A whole file in one frame. */
  | {
      readonly kind: 'sendFile';
      readonly format: AudioFormat;
      readonly sampleRate: number;
      readonly chunks: readonly Uint8Array[];
    }
  /** Audio inside a JSON frame, with its place in the sentence and, at the end, the word times. */
  | { readonly kind: 'sendTimedAudio'; readonly frame: TimedAudio }
  /** Times of words whose audio follows. */
  | {
      readonly kind: 'sendTimings';
      readonly label: SentenceLabel;
      readonly sampleRate: number;
      readonly words: readonly WordTiming[];
    }
  | { readonly kind: 'closeSocket'; readonly code: number; readonly reason: string }
  /** The next `woke` is due then; null = none needed. */
  | { readonly kind: 'wakeAt'; readonly at: number | null };

/** One `audio.chunk`; times in ms of the sentence. */
export interface TimedAudio extends SentenceLabel {
  readonly chunkId: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly sampleRate: number;
  readonly samples: Uint8Array;
  readonly words: readonly WordTiming[] | null;
}
