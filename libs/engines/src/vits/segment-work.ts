import type { ChunkStart, ColumnRange, SentenceRequest } from '@chorale/speech';

import { planDecode, type DecodePlan, type Filled } from './decode-plan.js';
import { hopOf, rateOf, type DecoderShape, type VitsPlan } from './graph/plan.js';
import type {
  DecodeCommand,
  FeaturePiece,
  SegmentMemory,
  SegmentNoise,
} from './inference/messages.js';
import type { SegmentLayout } from './segment-layout.js';
import { idsOfFrames } from './segment-layout.js';
import type { ReplyOf } from './inference/inference-pool.js';
import { framesOfFeatures, type Span } from './windows.js';

/** Cuts a range of a segment's frames into chunks. Any way of cutting gives the same samples. */
export type ChunkSchedule = (
  range: ColumnRange,
  frames: number,
  start: ChunkStart,
) => readonly ColumnRange[];

/** Where a segment lies in its sentence, in native samples. */
export interface SegmentPlace {
  readonly start: number;
  /** Where its sound ends and its pause begins. */
  readonly soundEnd: number;
  readonly end: number;
}

/** Samples `from` to `to` of the sentence. */
export type Stretch = Span;

/** Allocates what decoding a segment needs, in memory that all threads see. */
export const allocate = (
  { channels }: VitsPlan,
  layout: SegmentLayout,
  { means, deviations }: Pick<ReplyOf<'encoded'>, 'means' | 'deviations'>,
): SegmentMemory => ({
  channels,
  ids: layout.durations.length,
  frames: layout.frames,
  means,
  deviations,
  idOfFrame: idsOfFrames(layout),
  latent: new Float32Array(
    new SharedArrayBuffer(channels * layout.frames * Float32Array.BYTES_PER_ELEMENT),
  ),
});

/** The frames that hold the samples `wanted` of a segment's sound; empty when it has none of them. */
export const framesFor = (
  wanted: Stretch,
  place: SegmentPlace,
  layout: SegmentLayout,
  hop: number,
): Span => {
  const from = Math.max(wanted.from, place.start) - place.start;
  const to = Math.min(wanted.to, place.soundEnd) - place.start;
  if (from >= to) return { from: layout.kept.from, to: layout.kept.from };
  return {
    from: layout.kept.from + Math.floor(from / hop),
    to: layout.kept.from + Math.ceil(to / hop),
  };
};

/** A segment that is ready to be decoded. */
export interface LaidSegment {
  readonly voice: VitsPlan;
  readonly place: SegmentPlace;
  readonly layout: SegmentLayout;
  readonly memory: SegmentMemory;
  readonly noise: SegmentNoise;
  readonly start: ChunkStart;
}

/** The chunks of one segment that are still to be decoded. */
export class SegmentWork {
  #chunks: readonly ColumnRange[];
  #filled: Filled | null = null;
  /** Features that chunks still need, from left to right. */
  #features: readonly FeaturePiece[] = [];

  constructor(
    private readonly segment: LaidSegment,
    chunks: readonly ColumnRange[],
  ) {
    this.#chunks = chunks;
  }

  get place(): SegmentPlace {
    return this.segment.place;
  }

  /** The next chunk, or undefined when all are decoded. */
  get next(): ColumnRange | undefined {
    return this.#chunks[0];
  }

  plan(chunk: ColumnRange): DecodePlan {
    const { voice, layout, start } = this.segment;
    return planDecode(voice, { frames: layout.frames, start }, chunk, this.#filled);
  }

  /** What a thread is to do; it has memory for the features that are missing. */
  command(
    { flow, front, back }: DecodePlan,
    how: Pick<DecodeCommand, 'voice' | 'speaker' | 'noiseScale'>,
  ): DecodeCommand {
    const { memory, noise, voice } = this.segment;
    const { featureChannels } = voice.decoder;
    const made = front && { window: front.window, piece: newPiece(voice.decoder, front.fill) };
    const features = made === null ? this.#features : [...this.#features, made.piece];
    const decoding = { flow, front: made, features, featureChannels, back };
    return { kind: 'decode', memory, noise, ...decoding, ...how };
  }

  /** Notes that the next chunk is decoded, and returns the sample of the sentence at which it begins. */
  done({ filled, back }: DecodePlan, { features }: Pick<DecodeCommand, 'features'>): number {
    const [chunk, ...rest] = this.#chunks;
    this.#chunks = rest;
    this.#filled = filled;
    const { place, layout, voice } = this.segment;
    // Later chunks begin further right, and need no features left of what this one needed.
    const needed = framesOfFeatures(voice.decoder, back.input);
    this.#features = features.filter(({ frames }) => frames.to > needed.from);
    return place.start + ((chunk?.from ?? 0) - layout.kept.from) * hopOf(voice.decoder);
  }
}

const newPiece = ({ front, featureChannels }: DecoderShape, frames: Span): FeaturePiece => {
  const numbers = featureChannels * (frames.to - frames.from) * rateOf(front);
  const memory = new SharedArrayBuffer(numbers * Float32Array.BYTES_PER_ELEMENT);
  return { frames, values: new Float32Array(memory) };
};

/** Samples that a request wants: from its first to its last, which may not be known. */
export const wantedOf = ({ fromSample, toSample, outline }: SentenceRequest): Stretch => ({
  from: outline === true ? Number.MAX_SAFE_INTEGER : fromSample, // behind every end
  to: toSample ?? Infinity,
});

/** A decoded chunk, placed in its sentence. */
export interface PlacedSound {
  readonly samples: Float32Array;
  /** Sample of the sentence at which it begins. */
  readonly offset: number;
  /** Sample of the sentence from which on there is silence, whatever was decoded. */
  readonly soundEnd: number;
}

/** The samples `wanted` of a sentence, from a chunk that holds its sound. */
export const fitted = (sound: PlacedSound, wanted: Stretch): Float32Array => {
  const { samples, offset, soundEnd } = sound;
  const heard = samples.subarray(
    wanted.from - offset,
    Math.min(wanted.to, Math.max(soundEnd, wanted.from)) - offset,
  );
  const length = wanted.to - wanted.from;
  if (heard.length === length) return heard;
  const padded = new Float32Array(length);
  padded.set(heard);
  return padded;
};
