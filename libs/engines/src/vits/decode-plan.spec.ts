import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { type DecodedSegment, planDecode } from './decode-plan.js';
import type { VitsPlan } from './graph/plan.js';
import type { Span } from './windows.js';

const VOICE: VitsPlan = {
  channels: 192,
  decoder: [
    { kind: 'conv', halo: 3 },
    { kind: 'up', stride: 8, kernel: 16, pad: 4 },
    { kind: 'conv', halo: 45 },
  ],
  flow: { couplings: 4, halo: 8 },
  speakers: false,
};

const chunked = fc
  .record({
    frames: fc.integer({ min: 8, max: 600 }),
    first: fc.nat(),
    cuts: fc.array(fc.nat()),
    start: fc.constantFrom('early', 'steady'),
  })
  .map(({ frames, first, cuts, start }) => {
    const from = first % frames;
    const inside = cuts.map((cut) => from + (cut % (frames - from))).sort((a, b) => a - b);
    const edges = [...new Set([from, ...inside, frames])];
    return {
      segment: { frames, start },
      chunks: edges.slice(1).map((to, index) => ({ from: edges[index] ?? 0, to })),
    };
  });

const AWAITED: DecodedSegment = { frames: 500, start: 'early' };

describe(planDecode.name, () => {
  it('fills every frame of the latent once, from left to right, before it is decoded', () => {
    fc.assert(
      fc.property(chunked, ({ segment, chunks }) => {
        let filled: Span | null = null;
        for (const chunk of chunks) {
          const plan = planDecode(VOICE, segment, chunk, filled);
          let position: number = filled?.to ?? plan.window.needed.from;
          for (const { fill, window } of plan.flow) {
            expect(fill.from).toBe(position);
            expect(window.output.from).toBeLessThanOrEqual(fill.from);
            expect(window.output.to).toBeGreaterThanOrEqual(fill.to);
            position = fill.to;
          }
          filled = plan.filled;
          expect(filled.from).toBeLessThanOrEqual(plan.window.needed.from);
          expect(filled.to).toBeGreaterThanOrEqual(plan.window.needed.to);
          expect(filled.to).toBe(position);
        }
      }),
    );
  });

  it('waits with the flow until a chunk needs it', () => {
    const first = planDecode(VOICE, AWAITED, { from: 0, to: 12 }, null);
    expect(first.flow).toHaveLength(1);
    expect(first.filled.to).toBeLessThan(80);
    const again = planDecode(VOICE, AWAITED, { from: 12, to: 20 }, { from: 0, to: 300 });
    expect(again.flow).toEqual([]);
  });

  it('fills what the first two chunks need at once, since the second is wanted soon after the first', () => {
    const first = planDecode(VOICE, AWAITED, { from: 0, to: 12 }, null);
    expect(first.filled).toEqual({ from: 0, to: 44 });
    const second = planDecode(VOICE, AWAITED, { from: 12, to: 30 }, first.filled);
    expect(second.flow).toEqual([]);
    const third = planDecode(VOICE, AWAITED, { from: 30, to: 57 }, second.filled);
    expect(third.flow.map(({ fill }) => fill.to - fill.from)).toEqual([64]);
  });

  it('fills a segment of usual length at once when nobody waits for its first sound', () => {
    const first = planDecode(VOICE, { frames: 280, start: 'steady' }, { from: 0, to: 43 }, null);
    expect(first.filled).toEqual({ from: 0, to: 280 });
    expect(first.flow).toHaveLength(1);
  });
});
