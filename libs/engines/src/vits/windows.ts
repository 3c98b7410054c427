import { rateOf, type DecoderShape, type DecoderStage, type FlowShape } from './graph/plan.js';

/** Columns `from` (inclusive) to `to` (exclusive). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a part of the model is run on, and which columns of each of its stages are kept. */
export interface CroppedWindow {
  /** Columns of the part's input to feed. */
  readonly input: Span;
  /** Frames that come out. */
  readonly output: Span;
  /** Per stage, counted from the first column that the stage would give. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

// All parts give the same bits on any window, since all their convolutions run on kernels whose sums do
// not depend on how many columns there are.

/** The window of the drawn latent that gives the frames of `wanted` behind the flow. */
export const flowWindow = (flow: FlowShape, wanted: Span, frames: number): CroppedWindow => {
  let needed = wanted;
  const kept: Kept[] = [];
  for (let coupling = 0; coupling < flow.couplings; coupling++) {
    kept.unshift({ output: needed, factor: 1, lead: 0 });
    needed = within({ from: needed.from - flow.halo, to: needed.to + flow.halo }, frames);
  }
  return { input: needed, output: wanted, ...cropsOf(needed, kept) };
};

/** The window of the latent that gives the features of the frames `wanted`, of `frames` in all. */
export const frontWindow = (
  { front }: DecoderShape,
  wanted: Span,
  frames: number,
): CroppedWindow => ({ ...stagedWindow(front, wanted, frames), output: wanted });

/** The window of the features, in their own columns, that gives the sound of the frames `wanted`. */
export const backWindow = (
  { front, back }: DecoderShape,
  wanted: Span,
  frames: number,
): CroppedWindow => {
  const rate = rateOf(front);
  const columns = { from: wanted.from * rate, to: wanted.to * rate };
  return { ...stagedWindow(back, columns, frames * rate), output: wanted };
};

/** The frames that some columns of the features belong to. */
export const framesOfFeatures = ({ front }: DecoderShape, { from, to }: Span): Span => {
  const rate = rateOf(front);
  return { from: Math.floor(from / rate), to: Math.ceil(to / rate) };
};

/** The window that gives `wanted`, of `columns` in all; both count columns that enter the first stage. */
const stagedWindow = (
  stages: readonly DecoderStage[],
  wanted: Span,
  columns: number,
): Omit<CroppedWindow, 'output'> => {
  let rate = rateOf(stages);
  let needed: Span = { from: wanted.from * rate, to: wanted.to * rate };
  const kept: Kept[] = [];
  for (const stage of stages.toReversed()) {
    const [factor, lead] = stage.kind === 'up' ? [stage.stride, stage.pad] : [1, 0];
    kept.unshift({ output: needed, factor, lead });
    rate /= factor;
    needed = within(inputOf(stage, needed), columns * rate);
  }
  return { input: needed, ...cropsOf(needed, kept) };
};

/** Columns that are kept of a stage, which gives `factor` of them for each that enters, and `lead` before the first. */
interface Kept {
  readonly output: Span;
  readonly factor: number;
  readonly lead: number;
}

const cropsOf = (input: Span, kept: readonly Kept[]): Pick<CroppedWindow, 'starts' | 'ends'> => {
  const origins = kept.map(
    ({ factor, lead }, index) => (kept[index - 1]?.output ?? input).from * factor - lead,
  );
  const crops = (edge: keyof Span): readonly number[] =>
    kept.map(({ output }, index) => output[edge] - (origins[index] ?? 0));
  return { starts: crops('from'), ends: crops('to') };
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
