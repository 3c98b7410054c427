import { describe, expect, it } from '@jest/globals';

import type { PlayerLevel } from '../audio/cursor-player.js';
import { withSentence, withText } from '../speech/transcript.js';

import type { UtteranceView } from './utterance-view.js';
import {
  newUtterance,
  withDrained,
  withEnd,
  withHeard,
  withPlayerLevel,
  withSilence,
} from './utterance-view.js';

const level = (change: Partial<PlayerLevel> = {}): PlayerLevel => ({
  ...{ buffered: 1, played: 0, underruns: 0, playing: true },
  ...change,
});

const speaking = (): UtteranceView => {
  const view = newUtterance('waiting');
  const asked = withText(view.transcript, 'Hello there.');
  return {
    ...view,
    transcript: withSentence(asked, { number: 0, text: 'Hello there.', fromSample: 0 }),
  };
};

const playing = (): UtteranceView => withPlayerLevel(speaking(), level({ played: 10 }), 0);

describe('the view of an utterance', () => {
  it('plays as soon as the player does, and buffers when it stops', () => {
    expect(playing().activity).toBe('playing');
    expect(withPlayerLevel(playing(), level({ playing: false }), 0).activity).toBe('buffering');
    expect(withPlayerLevel(speaking(), level({ playing: false }), 0).activity).toBe('waiting');
  });

  it('lags behind the player by what the device takes', () => {
    expect(withPlayerLevel(speaking(), level({ played: 10 }), 20).progress.kind).toBe('notBegun');
    expect(withPlayerLevel(speaking(), level({ played: 30 }), 20).progress.kind).toBe('at');
  });

  it('marks a gap in its history once', () => {
    const gap = withPlayerLevel(playing(), level({ underruns: 1 }), 0);
    const later = withPlayerLevel(gap, level({ underruns: 1 }), 0);
    expect(later.history.map(({ underrun }) => underrun)).toEqual([false, true, false]);
  });

  it('waits for more text when all was said but the text has not ended', () => {
    expect(withDrained(playing(), false).activity).toBe('listening');
    expect(withDrained({ ...playing(), textOpen: false }, false).activity).toBe('playing');
  });

  it('is over when all was said', () => {
    expect(withDrained(playing(), true)).toMatchObject({
      activity: 'idle',
      textOpen: false,
      progress: { kind: 'through' },
    });
  });

  it('does not begin again by reports that come late', () => {
    const ended = withEnd(playing());
    expect(withPlayerLevel(ended, level(), 0)).toBe(ended);
    expect(withDrained(ended, false)).toBe(ended);
  });

  it('says what the service says was heard, or else what it lit up', () => {
    const silent = withSilence(playing());
    const heard = { spoken: 'Hello', remaining: 'there.' };
    expect(withHeard(silent, heard).progress).toEqual({ kind: 'interrupted', ...heard });
    expect(withHeard(silent, null).progress).toEqual({
      ...{ kind: 'interrupted', spoken: '', remaining: 'Hello there.' },
    });
  });
});
