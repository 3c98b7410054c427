import type {
  ExecutionProvider,
  ProviderReport,
} from '../../execution-providers/execution-provider.js';
import type { FillTask } from '../decode-plan.js';
import type { NoiseKey } from '../noise.js';
import type { Part } from '../prepare/prepared-voice.js';
import type { CroppedWindow, Span } from '../windows.js';

/** Loads a voice's sessions into a thread; a voice that is there stays as it is. */
export interface LoadCommand {
  readonly kind: 'load';
  readonly voice: string;
  readonly files: Readonly<Record<Part, string>>;
  /** In the order in which they are tried. */
  readonly providers: readonly ExecutionProvider[];
}

/** Lets go of a voice; one that is not there is no error. */
interface UnloadCommand {
  readonly kind: 'unload';
  readonly voice: string;
}

/** Records what the models of a thread do into files of that prefix, or ends that (null). */
interface RecordCommand {
  readonly kind: 'record';
  readonly prefix: string | null;
}

/** Which noise a segment gets. */
export interface SegmentNoise {
  readonly key: NoiseKey;
  readonly segment: number;
}

/** Runs the encoder on one segment. */
export interface EncodeCommand {
  readonly kind: 'encode';
  readonly voice: string;
  readonly ids: readonly number[];
  readonly speaker: number | null;
  readonly noise: SegmentNoise;
  /** Scale of the noise on the durations. */
  readonly noiseWidth: number;
}

/** A segment between its encoder pass and its last sample, in memory that all threads see. */
export interface SegmentMemory {
  readonly channels: number;
  readonly ids: number;
  readonly frames: number;
  /** [channels, ids] */
  readonly means: Float32Array;
  /** [channels, ids] */
  readonly deviations: Float32Array;
  /** Which id each frame belongs to. */
  readonly idOfFrame: Uint16Array;
  /** [channels, frames]; filled by the flow from left to right, as far as decoding needs. */
  readonly latent: Float32Array;
}

/** Features of some frames, in memory that all threads see. */
export interface FeaturePiece {
  readonly frames: Span;
  /** [channels, columns], with as many columns per frame in all pieces. */
  readonly values: Float32Array;
}

/** Makes a piece of the features. */
export interface FrontTask {
  readonly window: CroppedWindow;
  readonly piece: FeaturePiece;
}

/** Runs the flow where the latent is missing and the front where features are, then the back on one chunk. */
export interface DecodeCommand {
  readonly kind: 'decode';
  readonly voice: string;
  readonly speaker: number | null;
  readonly noise: SegmentNoise;
  /** Scale of the noise on the latent. */
  readonly noiseScale: number;
  readonly memory: SegmentMemory;
  readonly flow: readonly FillTask[];
  readonly front: FrontTask | null;
  /** All that the window reaches, in order, with the one that is yet to be made. */
  readonly features: readonly FeaturePiece[];
  readonly featureChannels: number;
  readonly back: CroppedWindow;
}

/** What an inference thread does. */
export type InferenceCommand =
  LoadCommand | UnloadCommand | RecordCommand | EncodeCommand | DecodeCommand;

/** What an inference thread answers. */
export type InferenceReply =
  | { readonly kind: 'loaded'; readonly report: ProviderReport; readonly runtime: string }
  | { readonly kind: 'unloaded' }
  | { readonly kind: 'recording' }
  | {
      readonly kind: 'encoded';
      /** Frames per id at length scale 1, not rounded. */
      readonly durations: Float32Array;
      /** Both in shared memory, [channels, ids]. */
      readonly means: Float32Array;
      readonly deviations: Float32Array;
    }
  /** Native samples of the chunk. */
  | { readonly kind: 'decoded'; readonly samples: Float32Array };

/** The refusal of a model that gave no sound where there must be some; another run may do better. */
export const BROKEN_SOUND = 'broken_sound';
