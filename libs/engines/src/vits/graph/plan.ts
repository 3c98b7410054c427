/** A step of the decoder, in columns (frames at the rate of that step). */
export type DecoderStage =
  /** Convolutions at one rate; `halo` columns on each side decide a column. */
  | { readonly kind: 'conv'; readonly halo: number }
  /** A transposed convolution to `stride` times the rate; `pad` columns too many leave it on each side. */
  | {
      readonly kind: 'up';
      readonly stride: number;
      readonly kernel: number;
      readonly pad: number;
    };

/** The decoder, cut in two behind its first rate above that of the frames. */
export interface DecoderShape {
  /** From the latent to the features. What it computes twice where windows meet is most of what a seam costs. */
  readonly front: readonly DecoderStage[];
  /** Channels of the features. */
  readonly featureChannels: number;
  /** From the features to the sound. Its seams cost little. */
  readonly back: readonly DecoderStage[];
}

/** The couplings of the flow: each needs `halo` more columns on each side than it gives. */
export interface FlowShape {
  readonly couplings: number;
  readonly halo: number;
}

/** What must be known of a prepared voice to run its parts on windows. */
export interface VitsPlan {
  /** Channels of the latent. */
  readonly channels: number;
  readonly decoder: DecoderShape;
  readonly flow: FlowShape;
  /** True if the model takes a speaker's number. */
  readonly speakers: boolean;
}

/** Columns that leave some stages for each that enters. */
export const rateOf = (stages: readonly DecoderStage[]): number =>
  stages.reduce((rate, stage) => (stage.kind === 'up' ? rate * stage.stride : rate), 1);

/** Samples per frame of the latent. */
export const hopOf = ({ front, back }: DecoderShape): number => rateOf(front) * rateOf(back);
