import { barsOf } from '../audio/bars.js';
import type { UtteranceView } from '../playground/utterance-view.js';

import type { Surface } from './use-drawing.js';
import { useDrawing } from './use-drawing.js';

const BAR_WIDTH = 3;
const BAR_STEP = 5;
const LEAST_BAR = 3;
/** Short speech does not fill the whole width: 5 s at 20 ms a peak. */
const LEAST_SPAN = 250;

/** The sound that came; what was played is lit. */
export const Waveform = ({ view }: { readonly view: UtteranceView }) => {
  const canvas = useDrawing((surface) => drawWaveform(surface, view));
  const label = `Waveform of ${view.recordedSeconds.toFixed(1)} seconds of speech`;
  return <canvas class="waveform" ref={canvas} role="img" aria-label={label} />;
};

const drawWaveform = (surface: Surface, { recording, level }: UtteranceView): void => {
  const { context, width, height } = surface;
  const count = Math.floor(width / BAR_STEP);
  const span = Math.max(LEAST_SPAN, recording.peaks.length);
  const playedBars = (level.played / recording.samplesPerPeak / span) * count;
  barsOf(recording.peaks, { count, span }).forEach((peak, at) => {
    const barHeight = Math.max(LEAST_BAR, loudness(peak) * height);
    context.fillStyle = surface.colour(at < playedBars ? 'accent' : 'faint');
    context.beginPath();
    context.roundRect(at * BAR_STEP, (height - barHeight) / 2, BAR_WIDTH, barHeight, BAR_WIDTH / 2);
    context.fill();
  });
};

/** Quiet speech is to be seen as well. */
const loudness = (peak: number): number => Math.min(1, Math.sqrt(peak));
