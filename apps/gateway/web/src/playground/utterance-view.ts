import type { PlayerLevel } from '../audio/cursor-player.js';
import type { LevelPoint } from '../audio/level-history.js';
import { withLevel } from '../audio/level-history.js';
import { Recording } from '../audio/recording.js';
import type { Heard } from '../speech/speech-session.js';
import type { Place, Transcript } from '../speech/transcript.js';
import { cutAt, EMPTY_TRANSCRIPT, placeAt } from '../speech/transcript.js';

/** What the page is doing: `listening` has said all that it was given, and waits for more text. */
export type Activity = 'idle' | 'connecting' | 'waiting' | 'playing' | 'buffering' | 'listening';

/** How far the listener is. */
export type Progress =
  | { readonly kind: 'notBegun' }
  | { readonly kind: 'at'; readonly place: Place }
  | { readonly kind: 'through' }
  | ({ readonly kind: 'interrupted' } & Heard);

/** One utterance as the page shows it. */
export interface UtteranceView {
  readonly activity: Activity;
  readonly transcript: Transcript;
  readonly progress: Progress;
  /** Whether more text may be sent. */
  readonly textOpen: boolean;
  /** From the first text to the first audio. */
  readonly firstAudioMs: number | null;
  readonly level: PlayerLevel;
  readonly history: readonly LevelPoint[];
  /** What came; its contents change in place, and `recordedSeconds` with them. */
  readonly recording: Recording;
  readonly recordedSeconds: number;
  readonly problem: string | null;
}

const SILENCE: PlayerLevel = { buffered: 0, played: 0, underruns: 0, playing: false };

/** Before anything was said. */
export const newUtterance = (activity: Activity): UtteranceView => ({
  activity,
  transcript: EMPTY_TRANSCRIPT,
  progress: { kind: 'notBegun' },
  textOpen: activity !== 'idle',
  firstAudioMs: null,
  level: SILENCE,
  history: [],
  recording: new Recording(),
  recordedSeconds: 0,
  problem: null,
});

/** Notes how playing goes; what is heard lags `latencySamples` behind what is played. */
export const withPlayerLevel = (
  view: UtteranceView,
  level: PlayerLevel,
  latencySamples: number,
): UtteranceView => {
  if (view.activity === 'idle') return view;
  const place = placeAt(view.transcript, level.played - latencySamples);
  const underrun = level.underruns > view.level.underruns;
  return {
    ...view,
    level,
    activity: activityAt(view.activity, level.playing),
    progress: place === null ? view.progress : { kind: 'at', place },
    history: withLevel(view.history, { buffered: level.buffered, underrun }),
  };
};

const activityAt = (before: Activity, playing: boolean): Activity => {
  if (playing) return 'playing';
  return before === 'playing' ? 'buffering' : before;
};

/** Notes that all was played that had come; `complete` tells whether that was everything. */
export const withDrained = (view: UtteranceView, complete: boolean): UtteranceView => {
  if (view.activity === 'idle') return view;
  if (complete) return withEnd(view);
  return view.textOpen ? { ...view, activity: 'listening' } : view;
};

/** Notes that nothing more is to be heard. */
export const withEnd = (view: UtteranceView): UtteranceView => ({
  ...view,
  activity: 'idle',
  textOpen: false,
  progress: view.progress.kind === 'at' ? { kind: 'through' } : view.progress,
  level: { ...view.level, buffered: 0, playing: false },
});

/** Notes that it fell silent; what was heard is told later. */
export const withSilence = (view: UtteranceView): UtteranceView => ({
  ...view,
  activity: 'idle',
  textOpen: false,
  level: { ...view.level, buffered: 0, playing: false },
});

/** Notes what had been heard when it fell silent; the page's own account counts where the service gave none. */
export const withHeard = (view: UtteranceView, heard: Heard | null): UtteranceView => {
  const place = view.progress.kind === 'at' ? view.progress.place : null;
  const { spoken, remaining } = heard ?? cutAt(view.transcript, place);
  return { ...view, progress: { kind: 'interrupted', spoken, remaining } };
};
