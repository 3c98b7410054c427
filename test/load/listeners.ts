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

/**
 * Closed loop: `count` listeners, each asking for its next text when it has heard the last. Those who play in
 * real time come one by one; what is asked for before all are there is no part of the result.
 */
export const closedLoop = async (count: number, options: ListenerOptions): Promise<LoadResult> => {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // each listener hears of the end
  const lines = await Promise.all(Array.from({ length: count }, () => options.target.open()));
  const started = performance.now() + gatheringMs(options.duty);
  const all = lines.map((line, index) =>
    listenOn(line, { ...options, index, count, stop: stop.signal }),
  );
  const timer = setTimeout(
    () => stop.abort(),
    started + options.seconds * 1000 - performance.now(),
  );
  const reports = (await Promise.all(all)).flat();
  clearTimeout(timer);
  const seconds = (performance.now() - started) / 1000;
  return { reports: reports.filter((it) => it.requestedAt >= started), seconds, lines: count };
};

type Listener = ListenerOptions & {
  readonly index: number;
  readonly count: number;
  readonly stop: AbortSignal;
};

/** What the mixed texts of three sizes last, one of each, ms. */
const ROUND_MS = 30_000;

/** Texts of very different lengths take turns: only spread over a whole round is nobody in step with others. */
const gatheringMs = (duty: number | null): number => (duty === null ? 0 : ROUND_MS / duty);

const listenOn = async (
  firstLine: Line,
  listener: Listener,
): Promise<readonly UtteranceReport[]> => {
  const { index, count, duty, stop } = listener;
  const reports: UtteranceReport[] = [];
  let line = firstLine;
  await rest((index / count) * gatheringMs(duty), stop);
  for (let n = index; !stop.aborted; n += 1) {
    if (!line.isOpen) line = await listener.target.open();
    const report = await line.speak(listener.text(n), stop);
    reports.push(report);
    if (report.failure?.startsWith('closed') === true) break;
    await rest(pauseAfter(report, duty, moodOf(index, n)), stop);
  }
  line.close();
  return reports;
};

/** What is left to be heard, and then the time for thinking, `mood` times the usual. */
const pauseAfter = (report: UtteranceReport, duty: number | null, mood: number): number => {
  if (duty === null) return 0;
  const playsUntil = (report.firstAudioAt ?? performance.now()) + report.audioSeconds * 1000;
  const toHear = Math.max(0, playsUntil - performance.now());
  return toHear + report.audioSeconds * 1000 * (1 / duty - 1) * mood;
};

/** Nobody thinks for as long as the last time: 0.5 to 1.5, 1 on average, and the same in every run. */
const moodOf = (index: number, n: number): number => {
  const mixed = Math.imul(
    Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b),
    0xc2b2ae35,
  );
  return 0.5 + ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
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
