import { hopOf, type DecoderStage, type FlowShape } from './graph/plan.js';

/** Columns `from` (inclusive) to `to` (exclusive). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a part of the model is run on, and which columns of each of its stages are kept. */
export interface CroppedWindow {
  /** Columns of the input to feed. */
  readonly input: Span;
  /** Columns that come out; at least those that were wanted. */
  readonly output: Span;
  /** Per stage, counted from the first column that the stage would give. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** A window of the latent, and the part of it that decides what comes out. */
export interface DecoderWindow extends CroppedWindow {
  /** The other columns of `input` are there for their number alone: their values may be anything. */
  readonly needed: Span;
}

/**
 * The decoder's first upsampling is a matrix product. Narrower ones are blocked in another way by ONNX
 * Runtime and differ in the last bit: with at least this many columns (or all there are) any windows give
 * the same bits. The flow's blocked convolutions do so at any width.
 */
export const FEWEST_COLUMNS = 65;

/** The window of the latent that decodes the frames of `wanted`, of `frames` in all. */
export const decoderWindow = (
  stages: readonly DecoderStage[],
  wanted: Span,
  frames: number,
): DecoderWindow => {
  const fewest = Math.min(FEWEST_COLUMNS, frames);
  return {
    ...windowOfAtLeast(fewest, stages, wanted, frames),
    needed: windowOfAtLeast(0, stages, wanted, frames).input,
  };
};

const windowOfAtLeast = (
  fewest: number,
  stages: readonly DecoderStage[],
  wanted: Span,
  frames: number,
): CroppedWindow => {
  let rate = hopOf(stages);
  let needed: Span = { from: wanted.from * rate, to: wanted.to * rate };
  const kept: Kept[] = [];
  for (const [index, stage] of [...stages.entries()].reverse()) {
    const output = index === 0 ? atLeast(fewest, needed, frames) : needed;
    const factor = stage.kind === 'up' ? stage.stride : 1;
    rate /= factor;
    needed = within(inputOf(stage, output), frames * rate);
    kept.unshift({ output, factor });
  }
  return croppedWindow(needed, wanted, kept);
};

/** The window of the drawn latent that gives the frames of `wanted` behind the flow. */
export const flowWindow = (flow: FlowShape, wanted: Span, frames: number): CroppedWindow => {
  let needed = wanted;
  const kept: Kept[] = [];
  for (let coupling = 0; coupling < flow.couplings; coupling++) {
    const given = needed;
    needed = within({ from: given.from - flow.halo, to: given.to + flow.halo }, frames);
    kept.unshift({ output: given, factor: 1 });
  }
  return croppedWindow(needed, wanted, kept);
};

/** Columns that leave a stage, which gives `factor` of them for each that enters. */
interface Kept {
  readonly output: Span;
  readonly factor: number;
}

const croppedWindow = (input: Span, output: Span, kept: readonly Kept[]): CroppedWindow => {
  // A stage begins where the one before it was cropped to, which may be further left than it needs.
  const origins = kept.map(({ factor }, index) => (kept[index - 1]?.output ?? input).from * factor);
  const crops = (edge: keyof Span): readonly number[] =>
    kept.map((stage, index) => stage.output[edge] - (origins[index] ?? 0));
  return { input, output, starts: crops('from'), ends: crops('to') };
};

/** Columns of a stage's input that decide `output`; they may lie outside of what there is. */
const inputOf = (stage: DecoderStage, output: Span): Span => {
  switch (stage.kind) {
    case 'conv':
      return { from: output.from - stage.halo, to: output.to + stage.halo };
    case 'up': {
      const { stride, kernel, pad } = stage;
      return {
        from: Math.ceil((output.from + pad - (kernel - 1)) / stride),
        to: Math.floor((output.to - 1 + pad) / stride) + 1,
      };
    }
  }
};

const within = ({ from, to }: Span, columns: number): Span => ({
  from: Math.max(0, from),
  to: Math.min(columns, to),
});

/** Widens a span to the left, where the latent is there already, then to the right, to `fewest` columns or all. */
const atLeast = (fewest: number, { from, to }: Span, columns: number): Span => {
  if (to - from >= fewest) return { from, to };
  const start = Math.max(0, Math.min(to, columns) - fewest);
  return { from: start, to: Math.min(columns, start + fewest) };
};
