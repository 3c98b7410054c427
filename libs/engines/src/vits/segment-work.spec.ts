import { chunkSchedule, type ChunkStart } from '@chorale/speech';
import { describe, expect, it } from '@jest/globals';

import { hopOf } from './graph/plan.js';
import type { DecodeCommand } from './inference/messages.js';
import { MEDIUM_VOICE } from './medium-voice.fixture.js';
import { noiseKey } from './noise.js';
import { allocate, fitted, framesFor, SegmentWork } from './segment-work.js';
import type { Span } from './windows.js';

const HOP = 10;
const LAYOUT = { durations: [], frames: 40, kept: { from: 5, to: 25 } };
// 20 kept frames from sample 100 on, then 50 samples of pause.
const PLACE = { start: 100, soundEnd: 300, end: 350 };

describe(framesFor.name, () => {
  it.each([
    [
      { from: 0, to: Infinity },
      { from: 5, to: 25 },
    ],
    [
      { from: 104, to: 116 },
      { from: 5, to: 7 },
    ],
    [
      { from: 119, to: 120 },
      { from: 6, to: 7 },
    ],
    [
      { from: 299, to: 1000 },
      { from: 24, to: 25 },
    ],
    [
      { from: 300, to: 1000 },
      { from: 5, to: 5 },
    ],
    [
      { from: 0, to: 100 },
      { from: 5, to: 5 },
    ],
  ])('finds the frames of samples %j', (wanted, frames) => {
    expect(framesFor(wanted, PLACE, LAYOUT, HOP)).toEqual(frames);
  });
});

describe(fitted.name, () => {
  const sound = { samples: Float32Array.of(1, 2, 3, 4, 5), offset: 10, soundEnd: 14 };

  it('cuts a chunk to what is wanted', () => {
    expect([...fitted(sound, { from: 11, to: 13 })]).toEqual([2, 3]);
  });

  it('is silent where the sound has ended, whatever was decoded there', () => {
    expect([...fitted(sound, { from: 12, to: 17 })]).toEqual([3, 4, 0, 0, 0]);
    expect([...fitted(sound, { from: 14, to: 16 })]).toEqual([0, 0]);
  });
});

describe(SegmentWork.name, () => {
  const FRAMES = 2000;
  const VOICE_HOP = hopOf(MEDIUM_VOICE.decoder);
  const layout = { durations: [FRAMES], frames: FRAMES, kept: { from: 0, to: FRAMES } };
  const encoded = { means: new Float32Array(1), deviations: new Float32Array(1) };
  const how = { voice: 'any', speaker: null, noiseScale: 1 };

  /** The frames whose features each command brings along, chunk by chunk. */
  const featuresOf = (start: ChunkStart): readonly (readonly Span[])[] => {
    const work = new SegmentWork(
      {
        voice: MEDIUM_VOICE,
        layout,
        place: { start: 0, soundEnd: FRAMES * VOICE_HOP, end: FRAMES * VOICE_HOP },
        memory: allocate(MEDIUM_VOICE, layout, encoded),
        noise: { key: noiseKey(1n), segment: 0 },
        start,
      },
      chunkSchedule(layout.kept, FRAMES, start),
    );
    const brought: (readonly Span[])[] = [];
    for (let chunk = work.next; chunk !== undefined; chunk = work.next) {
      const plan = work.plan(chunk);
      const command = work.command(plan, how);
      expect(work.done(plan, command)).toBe(chunk.from * VOICE_HOP);
      brought.push(command.features.map(({ frames }) => frames));
      expectHeld(command);
    }
    return brought;
  };

  /** The pieces follow each other, and hold all that the window reads. */
  const expectHeld = ({ features, back }: DecodeCommand): void => {
    const [first, last] = [features[0]?.frames, features.at(-1)?.frames];
    expect(features.slice(1).map(({ frames }) => frames.from)).toEqual(
      features.slice(0, -1).map(({ frames }) => frames.to),
    );
    expect((first?.from ?? Infinity) * 8).toBeLessThanOrEqual(back.input.from);
    expect((last?.to ?? 0) * 8).toBeGreaterThanOrEqual(back.input.to);
  };

  it.each(['early', 'steady'] as const)(
    'brings the features that a chunk needs, and lets go of those that are passed (%s)',
    (start) => {
      for (const pieces of featuresOf(start)) {
        const frames = (pieces.at(-1)?.to ?? 0) - (pieces[0]?.from ?? 0);
        expect(frames).toBeLessThan(400); // of 2000: a block before the seam, and one behind it
      }
    },
  );
});
