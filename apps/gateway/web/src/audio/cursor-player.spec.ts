import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { CursorPlayer } from './cursor-player.js';

const RATE = 1000;
/** What the player waits for before its first sample, at RATE. */
const START = 100;
const FADE = 48;

const tone = (length: number): Float32Array => new Float32Array(length).fill(0.5);

const play = (player: CursorPlayer, length: number): Float32Array => {
  const output = new Float32Array(length);
  player.render(output);
  return output;
};

const steepest = (samples: Float32Array): number =>
  samples.reduce(
    (most, sample, at) => Math.max(most, Math.abs(sample - (samples[at - 1] ?? 0))),
    0,
  );

describe(CursorPlayer.name, () => {
  it('waits until it has enough in hand', () => {
    const player = new CursorPlayer(RATE);
    player.push(tone(START - 1), RATE);
    expect(play(player, 10)).toEqual(new Float32Array(10));
    player.push(tone(1), RATE);
    expect(play(player, 10).at(-1)).toBeGreaterThan(0);
    expect(player.level).toMatchObject({ playing: true, played: 10, buffered: 0.09 });
  });

  it('plays less than that when no more is to come, and says once when it has', () => {
    const player = new CursorPlayer(RATE);
    player.push(tone(10), RATE);
    player.end();
    const quanta = [1, 2, 3, 4].map(() => player.render(new Float32Array(5)));
    expect(quanta.filter(Boolean)).toHaveLength(1);
    expect(player.level).toMatchObject({ played: 10, underruns: 0, playing: false });
  });

  it('counts a gap when it has ended, and goes on behind it', () => {
    const player = new CursorPlayer(RATE);
    player.push(tone(START), RATE);
    play(player, 200);
    expect(player.level).toMatchObject({ playing: false, underruns: 0 });
    player.push(tone(300), RATE);
    play(player, 10);
    expect(player.level).toMatchObject({ playing: true, underruns: 1 });
  });

  it('waits for more after each gap', () => {
    const player = new CursorPlayer(RATE);
    const needed = [1, 2, 3].map(() => {
      let pushed = 0;
      while (!player.level.playing) {
        player.push(tone(10), RATE);
        pushed += 10;
        play(player, 1);
      }
      play(player, pushed + FADE);
      return pushed;
    });
    expect(needed).toEqual([100, 200, 400]);
  });

  it('never steps to or from silence, whatever comes when', () => {
    const turn = fc.oneof(
      fc.record({ kind: fc.constant('push'), length: fc.integer({ min: 0, max: 400 }) }),
      fc.record({ kind: fc.constant('play'), length: fc.integer({ min: 1, max: 300 }) }),
      fc.record({ kind: fc.constant('clear'), length: fc.constant(0) }),
      fc.record({ kind: fc.constant('drop'), length: fc.integer({ min: 0, max: 800 }) }),
      fc.record({ kind: fc.constant('end'), length: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 20 }), (turns) => {
        const player = new CursorPlayer(RATE);
        const heard = turns.flatMap(({ kind, length }) => {
          if (kind === 'push') player.push(tone(length), RATE);
          if (kind === 'clear') player.clear();
          if (kind === 'drop') player.dropFrom(length);
          if (kind === 'end') player.end();
          return kind === 'play' ? [...play(player, length)] : [];
        });
        expect(steepest(Float32Array.from(heard))).toBeLessThanOrEqual(0.5 / FADE + 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  it('drops a sentence that failed without calling the silence a gap', () => {
    const player = new CursorPlayer(RATE);
    player.push(tone(100), RATE);
    play(player, 50);
    player.dropFrom(20);
    expect(player.level).toMatchObject({ playing: false, buffered: 0, played: 100 });
    player.push(tone(100), RATE);
    play(player, 10);
    expect(player.level).toMatchObject({ playing: true, underruns: 0, played: 110 });
  });

  it('plays at the pace of what comes in, at whatever rate goes out', () => {
    const player = new CursorPlayer(2 * RATE);
    player.push(tone(400), RATE);
    play(player, 200);
    expect(player.level.played).toBe(100);
  });

  it('begins anew when it is cleared', () => {
    const player = new CursorPlayer(RATE);
    player.push(tone(START), RATE);
    play(player, 50);
    player.clear();
    expect(player.level).toEqual({ buffered: 0, played: 0, underruns: 0, playing: false });
  });
});
