import type { LevelPoint } from '../audio/level-history.js';

import type { Surface } from './use-drawing.js';
import { useDrawing } from './use-drawing.js';

/** 4 s at 20 reports a second, until there are more. */
const LEAST_POINTS = 80;
/** A buffer below this is drawn low. */
const LEAST_TOP_SECONDS = 1;

/** Seconds in hand over time; gaps are marked. */
export const BufferChart = ({ history }: { readonly history: readonly LevelPoint[] }) => {
  const canvas = useDrawing((surface) => drawHistory(surface, history));
  return (
    <canvas
      class="buffer"
      ref={canvas}
      role="img"
      aria-label="Seconds of audio in hand over time"
    />
  );
};

const drawHistory = (surface: Surface, history: readonly LevelPoint[]): void => {
  const { context, width, height } = surface;
  const top = Math.max(LEAST_TOP_SECONDS, ...history.map(({ buffered }) => buffered));
  const step = width / Math.max(LEAST_POINTS, history.length);
  context.beginPath();
  context.moveTo(0, height);
  history.forEach(({ buffered }, at) => context.lineTo(at * step, height * (1 - buffered / top)));
  context.lineTo(Math.max(0, history.length - 1) * step, height);
  context.fillStyle = surface.colour('accent-soft');
  context.fill();
  context.strokeStyle = surface.colour('accent');
  context.stroke();
  context.fillStyle = surface.colour('alarm');
  history.forEach(({ underrun }, at) => {
    if (underrun) context.fillRect(at * step - 1, 0, 2, height);
  });
};
