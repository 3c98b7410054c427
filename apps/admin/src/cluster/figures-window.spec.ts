import { describe, expect, it } from '@jest/globals';

import { FiguresWindow } from './figures-window.js';

const figures = (firstAudioMs: readonly number[], underruns = 0) => ({
  firstAudioMs,
  underruns,
  utterances: firstAudioMs.length,
});

describe(FiguresWindow.name, () => {
  it('says nothing of what was not measured', () => {
    const nothing = { firstAudioP50: null, firstAudioP95: null, underrunRate: null };
    expect(new FiguresWindow().at(0)).toEqual(nothing);
  });

  it('tells percentiles by nearest rank, and underruns per utterance', () => {
    const window = new FiguresWindow();
    window.add(figures([30, 10, 20]), 0);
    window.add(figures([400], 2), 10);
    expect(window.at(20)).toEqual({ firstAudioP50: 20, firstAudioP95: 400, underrunRate: 0.5 });
  });

  it('forgets a figure after a minute', () => {
    const window = new FiguresWindow();
    window.add(figures([500], 1), 0);
    window.add(figures([100]), 30_000);
    expect(window.at(59_999)).toMatchObject({ firstAudioP95: 500, underrunRate: 0.5 });
    expect(window.at(60_000)).toMatchObject({ firstAudioP95: 100, underrunRate: 0 });
  });
});
