import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { hopOf, rateOf, type DecoderStage } from './graph/plan.js';
import { MEDIUM_VOICE } from './medium-voice.fixture.js';
import {
  backWindow,
  flowWindow,
  framesOfFeatures,
  frontWindow,
  type CroppedWindow,
  type Span,
} from './windows.js';

const { decoder: DECODER, flow: FLOW } = MEDIUM_VOICE;
const RATE = rateOf(DECODER.front);
const HOP = hopOf(DECODER);

const span = fc
  .record({ frames: fc.integer({ min: 1, max: 900 }), x: fc.nat(), y: fc.nat() })
  .map(({ frames, x, y }) => {
    const from = x % frames;
    return { frames, wanted: { from, to: from + 1 + (y % (frames - from)) } };
  });

const times = ({ from, to }: Span, factor: number): Span => ({
  from: from * factor,
  to: to * factor,
});

/** The columns that are left when the window has gone through all stages. */
const columnsAfter = (window: CroppedWindow, stages: readonly DecoderStage[]): Span => {
  let { from, to } = window.input;
  for (const [index, stage] of stages.entries()) {
    const given = columnsGiven(stage, { from, to });
    const start = window.starts[index] ?? 0;
    const end = window.ends[index] ?? 0;
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThan(start);
    expect(end).toBeLessThanOrEqual(given.to - given.from);
    [from, to] = [given.from + start, given.from + end];
  }
  return { from, to };
};

/** An upsampler gives `pad` columns too many on each side. */
const columnsGiven = (stage: DecoderStage, { from, to }: Span): Span => {
  if (stage.kind === 'conv') return { from, to };
  const { stride, pad } = stage;
  return { from: from * stride - pad, to: to * stride + pad };
};

describe(frontWindow.name, () => {
  it('leaves exactly the features of the wanted frames', () => {
    fc.assert(
      fc.property(span, ({ frames, wanted }) => {
        const window = frontWindow(DECODER, wanted, frames);
        expect(columnsAfter(window, DECODER.front)).toEqual(times(wanted, RATE));
        expect(window.output).toEqual(wanted);
      }),
    );
  });

  it('needs 10 frames on each side', () => {
    expect(frontWindow(DECODER, { from: 100, to: 200 }, 400).input).toEqual({ from: 90, to: 210 });
  });

  it('reads no frame that does not exist, and all when all are wanted', () => {
    fc.assert(
      fc.property(span, ({ frames, wanted }) => {
        const { input } = frontWindow(DECODER, wanted, frames);
        expect(input.from).toBeGreaterThanOrEqual(0);
        expect(input.to).toBeLessThanOrEqual(frames);
      }),
    );
    const all = { from: 0, to: 300 };
    expect(frontWindow(DECODER, all, 300).input).toEqual(all);
  });
});

describe(backWindow.name, () => {
  it('leaves exactly the samples of the wanted frames', () => {
    fc.assert(
      fc.property(span, ({ frames, wanted }) => {
        const window = backWindow(DECODER, wanted, frames);
        expect(columnsAfter(window, DECODER.back)).toEqual(times(wanted, HOP));
        expect(window.output).toEqual(wanted);
      }),
    );
  });

  it('needs 8 columns of the features on each side, which are those of a frame', () => {
    const { input } = backWindow(DECODER, { from: 100, to: 200 }, 400);
    expect(input).toEqual({ from: 792, to: 1608 });
    expect(framesOfFeatures(DECODER, input)).toEqual({ from: 99, to: 201 });
  });

  it('reads no features that do not exist, and all when all are wanted', () => {
    fc.assert(
      fc.property(span, ({ frames, wanted }) => {
        const { input } = backWindow(DECODER, wanted, frames);
        expect(input.from).toBeGreaterThanOrEqual(0);
        expect(input.to).toBeLessThanOrEqual(frames * RATE);
      }),
    );
    const all = { from: 0, to: 300 };
    expect(backWindow(DECODER, all, 300).input).toEqual(times(all, RATE));
  });
});

describe(flowWindow.name, () => {
  it('leaves exactly the wanted frames', () => {
    fc.assert(
      fc.property(span, ({ frames, wanted }) => {
        const window = flowWindow(FLOW, wanted, frames);
        const stages = Array.from({ length: 4 }, () => ({ kind: 'conv', halo: 8 }) as const);
        expect(window.output).toEqual(wanted);
        expect(columnsAfter(window, stages)).toEqual(wanted);
      }),
    );
  });

  it('needs 32 frames on each side', () => {
    expect(flowWindow(FLOW, { from: 100, to: 228 }, 400).input).toEqual({ from: 68, to: 260 });
  });
});
