/** A step of the decoder, in columns (frames at the rate of that step). */
export type DecoderStage =
  /** Convolutions at one rate; `halo` columns on each side decide a column. */
  | { readonly kind: 'conv'; readonly halo: number }
  /** A transposed convolution to `stride` times the rate. */
  | {
      readonly kind: 'up';
      readonly stride: number;
      readonly kernel: number;
      readonly pad: number;
    };

/** The couplings of the flow: each needs `halo` more columns on each side than it gives. */
export interface FlowShape {
  readonly couplings: number;
  readonly halo: number;
}

/** What must be known of a prepared voice to run its parts on windows. */
export interface VitsPlan {
  /** Channels of the latent. */
  readonly channels: number;
  readonly decoder: readonly DecoderStage[];
  readonly flow: FlowShape;
  /** True if the model takes a speaker's number. */
  readonly speakers: boolean;
}

/** Samples per frame of the latent. */
export const hopOf = (decoder: readonly DecoderStage[]): number =>
  decoder.reduce((hop, stage) => (stage.kind === 'up' ? hop * stage.stride : hop), 1);
