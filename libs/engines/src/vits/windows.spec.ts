import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { DecoderStage } from './graph/plan.js';
import {
  decoderWindow,
  FEWEST_COLUMNS,
  flowWindow,
  type CroppedWindow,
  type Span,
} from './windows.js';

const STAGES: readonly DecoderStage[] = [
  { kind: 'conv', halo: 3 },
  { kind: 'up', stride: 8, kernel: 16, pad: 4 },
  { kind: 'conv', halo: 45 },
  { kind: 'up', stride: 8, kernel: 16, pad: 4 },
  { kind: 'conv', halo: 45 },
  { kind: 'up', stride: 4, kernel: 8, pad: 2 },
  { kind: 'conv', halo: 45 },
  { kind: 'conv', halo: 3 },
];
const FLOW = { couplings: 4, halo: 8 };

const span = fc
  .record({ frames: fc.integer({ min: 1, max: 900 }), x: fc.nat(), y: fc.nat() })
  .map(({ frames, x, y }) => {
    const from = x % frames;
    return { frames, wanted: { from, to: from + 1 + (y % (frames - from)) } };
  });

/** The columns that are left when the window has gone through all stages. */
const columnsAfter = (window: CroppedWindow, stages: readonly DecoderStage[]): Span => {
  let { from, to } = window.input;
  for (const [index, stage] of stages.entries()) {
    const factor = stage.kind === 'up' ? stage.stride : 1;
    const start = window.starts[index] ?? 0;
    const end = window.ends[index] ?? 0;
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThan(start);
    expect(end).toBeLessThanOrEqual((to - from) * factor);
    [from, to] = [from * factor + start, from * factor + end];
  }
  return { from, to };
};

describe(decoderWindow.name, () => {
  it('leaves exactly the samples of the wanted frames', () => {
    fc.assert(
      fc.property(span, ({ frames, wanted }) => {
        const window = decoderWindow(STAGES, wanted, frames);
        expect(columnsAfter(window, STAGES)).toEqual({
          from: wanted.from * 256,
          to: wanted.to * 256,
        });
      }),
    );
  });

  it('reads no frame that does not exist, and all when all are wanted', () => {
    fc.assert(
      fc.property(span, ({ frames, wanted }) => {
        const { input } = decoderWindow(STAGES, wanted, frames);
        expect(input.from).toBeGreaterThanOrEqual(0);
        expect(input.to).toBeLessThanOrEqual(frames);
      }),
    );
    expect(decoderWindow(STAGES, { from: 0, to: 300 }, 300).input).toEqual({ from: 0, to: 300 });
  });

  it('never runs the first stage on fewer columns than keep the bits, unless there are no more', () => {
    fc.assert(
      fc.property(span, ({ frames, wanted }) => {
        const { starts, ends } = decoderWindow(STAGES, wanted, frames);
        const columns = (ends[0] ?? 0) - (starts[0] ?? 0);
        expect(columns).toBeGreaterThanOrEqual(Math.min(frames, FEWEST_COLUMNS));
      }),
    );
  });

  it('needs 11 frames on each side, and the values of no others', () => {
    expect(decoderWindow(STAGES, { from: 100, to: 200 }, 400).input).toEqual({ from: 89, to: 211 });
    const { input, needed } = decoderWindow(STAGES, { from: 100, to: 112 }, 400);
    expect(needed).toEqual({ from: 89, to: 123 });
    expect(input.to - input.from).toBeGreaterThanOrEqual(FEWEST_COLUMNS);
    expect(input.from).toBeLessThanOrEqual(needed.from);
    expect(input.to).toBeGreaterThanOrEqual(needed.to);
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
