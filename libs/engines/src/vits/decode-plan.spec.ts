import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { planDecode } from './decode-plan.js';
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
  .record({ frames: fc.integer({ min: 8, max: 600 }), start: fc.nat(), cuts: fc.array(fc.nat()) })
  .map(({ frames, start, cuts }) => {
    const from = start % frames;
    const inside = cuts.map((cut) => from + (cut % (frames - from))).sort((a, b) => a - b);
    const edges = [...new Set([from, ...inside, frames])];
    return { frames, chunks: edges.slice(1).map((to, index) => ({ from: edges[index] ?? 0, to })) };
  });

describe(planDecode.name, () => {
  it('fills every frame of the latent once, from left to right, before it is decoded', () => {
    fc.assert(
      fc.property(chunked, ({ frames, chunks }) => {
        let filled: Span | null = null;
        for (const chunk of chunks) {
          const plan = planDecode(VOICE, frames, chunk, filled);
          let position: number = filled?.to ?? plan.window.input.from;
          for (const { fill, window } of plan.flow) {
            expect(fill.from).toBe(position);
            expect(window.output.from).toBeLessThanOrEqual(fill.from);
            expect(window.output.to).toBeGreaterThanOrEqual(fill.to);
            position = fill.to;
          }
          filled = plan.filled;
          expect(filled.from).toBeLessThanOrEqual(plan.window.input.from);
          expect(filled.to).toBeGreaterThanOrEqual(plan.window.input.to);
          expect(filled.to).toBe(position);
        }
      }),
    );
  });

  it('waits with the flow until a chunk needs it', () => {
    const first = planDecode(VOICE, 500, { from: 0, to: 12 }, null);
    expect(first.flow).toHaveLength(1);
    expect(first.filled.to).toBeLessThan(80);
    const again = planDecode(VOICE, 500, { from: 12, to: 20 }, { from: 0, to: 300 });
    expect(again.flow).toEqual([]);
  });
});
