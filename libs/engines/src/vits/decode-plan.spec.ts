import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  type DecodedSegment,
  type DecodePlan,
  type FillTask,
  type Filled,
  planDecode,
} from './decode-plan.js';
import { MEDIUM_VOICE } from './medium-voice.fixture.js';
import { framesOfFeatures } from './windows.js';

/** No block that is filled at once is longer: a large one of the front and what joins it, or what a chunk needs. */
const LONGEST_BLOCK = 128 + 64;

const chunked = fc
  .record({
    frames: fc.integer({ min: 1, max: 600 }),
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

type Chunked = typeof chunked extends fc.Arbitrary<infer Value> ? Value : never;

/** The plans of all chunks, each with what was there before it. */
const plansOf = ({ segment, chunks }: Chunked) => {
  let before: Filled | null = null;
  const plans: { readonly plan: DecodePlan; readonly before: Filled | null }[] = [];
  for (const chunk of chunks) {
    const plan = planDecode(MEDIUM_VOICE, segment, chunk, before);
    plans.push({ plan, before });
    before = plan.filled;
  }
  return plans;
};

/** Where tasks end that fill frame after frame from `from` on. */
const endOf = (tasks: readonly FillTask[], from: number): number =>
  tasks.reduce((position, { fill, window }) => {
    expect(fill.from).toBe(position);
    expect(fill.to).toBeGreaterThan(position);
    expect(window.output).toEqual(fill);
    return fill.to;
  }, from);

const AWAITED: DecodedSegment = { frames: 500, start: 'early' };
const STEADY: DecodedSegment = { frames: 280, start: 'steady' };

describe(planDecode.name, () => {
  it('fills every frame of the latent once, from left to right, before the front reads it', () => {
    fc.assert(
      fc.property(chunked, (cut) => {
        for (const { plan, before } of plansOf(cut)) {
          const { latent } = plan.filled;
          expect(endOf(plan.flow, before?.latent.to ?? latent.from)).toBe(latent.to);
          expect(before?.latent.from ?? latent.from).toBe(latent.from);
          if (plan.front === null) continue;
          expect(latent.from).toBeLessThanOrEqual(plan.front.window.input.from);
          expect(latent.to).toBeGreaterThanOrEqual(plan.front.window.input.to);
        }
      }),
    );
  });

  it('fills the features of every frame once, from left to right, before the back reads them', () => {
    fc.assert(
      fc.property(chunked, (cut) => {
        for (const { plan, before } of plansOf(cut)) {
          const { features } = plan.filled;
          const tasks = plan.front === null ? [] : [plan.front];
          expect(endOf(tasks, before?.features.to ?? features.from)).toBe(features.to);
          const read = framesOfFeatures(MEDIUM_VOICE.decoder, plan.back.input);
          expect(features.from).toBeLessThanOrEqual(read.from);
          expect(features.to).toBeGreaterThanOrEqual(read.to);
        }
      }),
    );
  });

  it('runs the front no further ahead than one block', () => {
    fc.assert(
      fc.property(chunked, (cut) => {
        for (const { plan } of plansOf(cut)) {
          const { fill } = plan.front ?? { fill: plan.back.output };
          const read = framesOfFeatures(MEDIUM_VOICE.decoder, plan.back.input);
          expect(fill.to - fill.from).toBeLessThan(
            Math.max(LONGEST_BLOCK, read.to - read.from + 64),
          );
        }
      }),
    );
  });

  it('waits with flow and front until a chunk needs them', () => {
    const first = planDecode(MEDIUM_VOICE, AWAITED, { from: 0, to: 12 }, null);
    expect(first.flow).toHaveLength(1);
    expect(first.filled.latent.to).toBeLessThan(80);
    expect(first.filled.features).toEqual({ from: 0, to: 13 });
    const filled = { latent: { from: 0, to: 300 }, features: { from: 0, to: 60 } };
    const again = planDecode(MEDIUM_VOICE, AWAITED, { from: 12, to: 20 }, filled);
    expect(again).toMatchObject({ flow: [], front: null, filled });
  });

  it('fills the latent of the first two chunks at once, since the second is wanted soon after the first', () => {
    const first = planDecode(MEDIUM_VOICE, AWAITED, { from: 0, to: 12 }, null);
    expect(first.filled.latent).toEqual({ from: 0, to: 44 });
    const second = planDecode(MEDIUM_VOICE, AWAITED, { from: 12, to: 30 }, first.filled);
    expect(second.flow).toEqual([]);
    const third = planDecode(MEDIUM_VOICE, AWAITED, { from: 30, to: 57 }, second.filled);
    expect(third.flow.map(({ fill }) => fill.to - fill.from)).toEqual([64]);
  });

  it('leaves no small third block of the flow to a short sentence', () => {
    const filled = { latent: { from: 0, to: 44 }, features: { from: 0, to: 34 } };
    const plan = planDecode(
      MEDIUM_VOICE,
      { frames: 299, start: 'early' },
      { from: 30, to: 57 },
      filled,
    );
    expect(plan.flow.map(({ fill }) => fill)).toEqual([{ from: 44, to: 299 }]);
  });

  it('fills the latent of a segment of usual length at once when nobody waits for its first sound', () => {
    const first = planDecode(MEDIUM_VOICE, STEADY, { from: 0, to: 43 }, null);
    expect(first.filled.latent).toEqual({ from: 0, to: 280 });
    expect(first.flow).toHaveLength(1);
  });

  it('runs the front ahead of the chunk, but not in a unit that runs the flow', () => {
    const first = planDecode(MEDIUM_VOICE, STEADY, { from: 0, to: 43 }, null);
    expect(first.filled.features).toEqual({ from: 0, to: 44 });
    const second = planDecode(MEDIUM_VOICE, STEADY, { from: 43, to: 86 }, first.filled);
    expect(second.front?.fill).toEqual({ from: 44, to: 172 });
    const third = planDecode(MEDIUM_VOICE, STEADY, { from: 86, to: 129 }, second.filled);
    expect(third.front).toBeNull();
    const last = planDecode(MEDIUM_VOICE, STEADY, { from: 172, to: 215 }, second.filled);
    expect(last.front?.fill).toEqual({ from: 172, to: 280 });
  });
});
