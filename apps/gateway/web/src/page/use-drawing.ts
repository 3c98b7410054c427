import { useEffect, useRef } from 'preact/hooks';

/** Where something is drawn, in CSS pixels. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  /** The value of a colour of the style sheet. */
  readonly colour: (name: string) => string;
}

/** Draws on a canvas, as sharp as the screen is; anew whenever the component is shown anew. */
export const useDrawing = (draw: (surface: Surface) => void) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current !== null) drawOn(canvas.current, draw);
  });
  return canvas;
};

const drawOn = (canvas: HTMLCanvasElement, draw: (surface: Surface) => void): void => {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { clientWidth: width, clientHeight: height } = canvas;
  const style = getComputedStyle(canvas);
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  context.scale(devicePixelRatio, devicePixelRatio);
  draw({ context, width, height, colour: (name) => style.getPropertyValue(`--${name}`) });
};
