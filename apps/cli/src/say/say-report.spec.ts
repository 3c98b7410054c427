import { describe, expect, it } from '@jest/globals';

import { reportLines } from './say-report.js';

const TIMES = {
  connectingAtMs: 0,
  connectedAtMs: 12.4,
  textSentAtMs: 20,
  firstAudioAtMs: 63.2,
  lastAudioAtMs: 520,
};

const PLAYBACK = {
  startedAtMs: 63.2,
  lastAtMs: 520,
  audioSeconds: 5,
  underruns: 0,
  silentMs: 0,
  worstSilenceMs: 0,
};

describe(reportLines.name, () => {
  it('tells first audio, pace and underruns', () => {
    expect(reportLines(TIMES, PLAYBACK)).toEqual([
      'First audio after 43 ms (connected in 12 ms).',
      '5.00 s of audio in 0.50 s: real-time factor 0.100.',
      'No underruns.',
    ]);
  });

  it('counts underruns in words that fit', () => {
    expect(reportLines(TIMES, { ...PLAYBACK, underruns: 1, silentMs: 40.4 })[2]).toBe(
      '1 underrun, 40 ms of silence in all.',
    );
  });

  it('leaves the pace out where the length of the audio is not known', () => {
    expect(reportLines(TIMES, { ...PLAYBACK, audioSeconds: 0 })).toHaveLength(1);
  });

  it('says so when no audio came', () => {
    expect(reportLines({ ...TIMES, firstAudioAtMs: null }, PLAYBACK)).toEqual(['No audio came.']);
  });
});
