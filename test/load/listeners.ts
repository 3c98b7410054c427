import { setMaxListeners } from 'node:events';

import type { Line, Target, UtteranceReport } from './target.js';

/** How listeners behave. */
export interface ListenerOptions {
  readonly target: Target;
  readonly seconds: number;
  /** Share of the time in which a listener hears speech, 0–1; the rest it thinks. Null: it never waits, not even for playback. */
  readonly duty: number | null;
  readonly text: (n: number) => string;
}

/** Everything that listeners heard, and how long it took. */
export interface LoadResult {
  readonly reports: readonly UtteranceReport[];
  readonly seconds: number;
  readonly lines: number;
}

/** Closed loop: `count` listeners, each asking for its next text when it has heard the last. */
export const closedLoop = async (count: number, options: ListenerOptions): Promise<LoadResult> => {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // each listener hears of the end
  const started = performance.now();
  const timer = setTimeout(() => stop.abort(), options.seconds * 1000);
  const lines = await Promise.all(Array.from({ length: count }, () => options.target.open()));
  const all = lines.map((line, index) =>
    listenOn(line, index, { ...options, count, stop: stop.signal }),
  );
  const reports = (await Promise.all(all)).flat();
  clearTimeout(timer);
  return { reports, seconds: (performance.now() - started) / 1000, lines: count };
};

type Stoppable = ListenerOptions & { readonly stop: AbortSignal; readonly count: number };

/** An utterance of the mixed texts, ms: with the pause behind it, listeners are spread over so much at the start. */
const USUAL_UTTERANCE_MS = 10_000;

/** Paced listeners begin as they go on, each at another place of its round: all at once is another question. */
const arrivalMs = (index: number, { duty, count }: Stoppable): number =>
  duty === null ? 0 : ((index / count) * USUAL_UTTERANCE_MS) / duty;

const listenOn = async (
  firstLine: Line,
  index: number,
  options: Stoppable,
): Promise<readonly UtteranceReport[]> => {
  const reports: UtteranceReport[] = [];
  let line = firstLine;
  await rest(arrivalMs(index, options), options.stop);
  for (let n = index; !options.stop.aborted; n += 1) {
    if (!line.isOpen) line = await options.target.open();
    const report = await line.speak(options.text(n), options.stop);
    reports.push(report);
    if (report.failure?.startsWith('closed') === true) break;
    await rest(pauseAfter(report, options.duty), options.stop);
  }
  line.close();
  return reports;
};

/** What is left to be heard, and then the time for thinking. */
const pauseAfter = (report: UtteranceReport, duty: number | null): number => {
  if (duty === null) return 0;
  const playsUntil = (report.firstAudioAt ?? performance.now()) + report.audioSeconds * 1000;
  const toHear = Math.max(0, playsUntil - performance.now());
  return toHear + report.audioSeconds * 1000 * (1 / duty - 1);
};

/** Open loop: a new listener with one text, `perSecond` times a second, however the server keeps up. */
export const openLoop = async (
  perSecond: number,
  options: ListenerOptions,
): Promise<LoadResult> => {
  const stop = new AbortController();
  const started = performance.now();
  const running: Promise<UtteranceReport>[] = [];
  for (let n = 0; performance.now() - started < options.seconds * 1000; n += 1) {
    running.push(once(options.target, options.text(n), stop.signal));
    const nextAt = started + ((n + 1) * 1000) / perSecond;
    await rest(nextAt - performance.now(), stop.signal);
  }
  const reports = await Promise.all(running);
  return { reports, seconds: (performance.now() - started) / 1000, lines: running.length };
};

const once = async (target: Target, text: string, stop: AbortSignal): Promise<UtteranceReport> => {
  const line = await target.open();
  const report = await line.speak(text, stop);
  line.close();
  return report;
};

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted || ms <= 0) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
