import type { AbortReason } from '../ports/abort-bus.js';
import type { SynthesisFailure, WordTiming } from '../ports/chunk-stream.js';
import type { SentenceAddress, WorkerId } from '../ports/identifiers.js';
import type { JobState } from '../ports/job-queue.js';
import type { JournalContent, Voicing } from '../resume/journal-content.js';
import type { Position } from '../resume/position.js';
import type { UtteranceConfig } from './utterance-config.js';

/** What happens to a context: the client speaks, workers answer, the socket moves, time passes. */
export type ContextEvent =
  /** `resumable` counts with the first config alone. */
  | {
      readonly kind: 'configured';
      readonly config: UtteranceConfig;
      readonly resumable?: boolean;
    }
  /** The first event of a session that goes on here: its journal, and what its client has got. */
  | { readonly kind: 'resumed'; readonly content: JournalContent; readonly position: Position }
  /** The client has heard, or keeps, all that comes before. */
  | { readonly kind: 'audioAcked'; readonly position: Position }
  | { readonly kind: 'textPushed'; readonly text: string }
  | { readonly kind: 'textEnded' }
  | { readonly kind: 'closeRequested' }
  /** Ends all utterances up to the index (null: all); `playedMs` was heard of that utterance. */
  | {
      readonly kind: 'cancelled';
      readonly utteranceIndex: number | null;
      readonly playedMs: number | null;
    }
  /** The client broke a rule; a fatal one ends the connection once all owed before it is sent. */
  | { readonly kind: 'protocolError'; readonly message: string; readonly fatal: boolean }
  /** It was settled who speaks the sentence. */
  | { readonly kind: 'voiced'; readonly address: SentenceAddress; readonly voicing: Voicing }
  | {
      readonly kind: 'started';
      readonly address: SentenceAddress;
      readonly worker: WorkerId;
      readonly fingerprint: string;
    }
  | {
      readonly kind: 'chunkArrived';
      readonly address: SentenceAddress;
      readonly sampleOffset: number;
      readonly samples: Uint8Array;
    }
  | {
      readonly kind: 'timingArrived';
      readonly address: SentenceAddress;
      readonly words: readonly WordTiming[];
    }
  /** How long the sentence is, known before all of it is made. */
  | { readonly kind: 'planned'; readonly address: SentenceAddress; readonly totalSamples: number }
  /** Its worker goes on from another make's samples, with offsets so far behind its own. */
  | { readonly kind: 'joined'; readonly address: SentenceAddress; readonly shift: number }
  | { readonly kind: 'yielded'; readonly address: SentenceAddress; readonly nextSample: number }
  | {
      readonly kind: 'sentenceEnded';
      readonly address: SentenceAddress;
      readonly totalSamples: number;
    }
  | {
      readonly kind: 'sentenceFailed';
      readonly address: SentenceAddress;
      readonly failure: SynthesisFailure;
    }
  /** The queue did not take the job; `uncertain` if it may be there all the same. */
  | {
      readonly kind: 'enqueueFailed';
      readonly address: SentenceAddress;
      readonly uncertain: boolean;
    }
  /** The job that begins at `fromSample` was asked about, and all was heard that was said of it till then. */
  | {
      readonly kind: 'jobChecked';
      readonly address: SentenceAddress;
      readonly fromSample: number;
      readonly state: JobState;
    }
  /** A worker fell silent: what it was making is made elsewhere. Whether it died of it shows later. */
  | { readonly kind: 'workerLost'; readonly worker: WorkerId }
  /** A lost worker turned out to be dead, or merely to have been silent. */
  | { readonly kind: 'workerJudged'; readonly worker: WorkerId; readonly died: boolean }
  /** The chunk stream was lost: what it held may be missing. */
  | { readonly kind: 'streamLost' }
  /** The server stops: what is owed is still sent, nothing new is begun. */
  | { readonly kind: 'drainRequested' }
  | { readonly kind: 'socketBlocked' }
  | { readonly kind: 'socketDrained' }
  /** The client is still taking what was sent, or has just taken the last of it: it is not idle. */
  | { readonly kind: 'clientBusy' }
  | { readonly kind: 'socketClosed'; readonly reason: AbortReason }
  | { readonly kind: 'woke' };
