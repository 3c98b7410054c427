import type { PlaybackReport } from '@chorale/audio';

/** When what happened, in ms of one clock; null = never. */
export interface SayTimes {
  readonly connectingAtMs: number;
  readonly connectedAtMs: number;
  readonly textSentAtMs: number | null;
  readonly firstAudioAtMs: number | null;
  readonly lastAudioAtMs: number | null;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(2);

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const paceLines = ({ audioSeconds, underruns, silentMs }: PlaybackReport, tookMs: number) => [
  `${audioSeconds.toFixed(2)} s of audio in ${seconds(tookMs)} s: real-time factor ${(tookMs / 1000 / audioSeconds).toFixed(3)}.`,
  underruns === 0
    ? 'No underruns.'
    : `${plural(underruns, 'underrun')}, ${Math.round(silentMs)} ms of silence in all.`,
];

/** Tells how fast the speech came, one line each. Times count from the first text sent. */
export const reportLines = (times: SayTimes, playback: PlaybackReport): readonly string[] => {
  const { connectingAtMs, connectedAtMs, textSentAtMs, firstAudioAtMs, lastAudioAtMs } = times;
  if (textSentAtMs === null || firstAudioAtMs === null || lastAudioAtMs === null)
    return ['No audio came.'];
  const first = Math.round(firstAudioAtMs - textSentAtMs);
  const connecting = Math.round(connectedAtMs - connectingAtMs);
  return [
    `First audio after ${first} ms (connected in ${connecting} ms).`,
    ...(playback.audioSeconds > 0 ? paceLines(playback, lastAudioAtMs - textSentAtMs) : []),
  ];
};
