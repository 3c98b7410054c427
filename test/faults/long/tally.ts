import { markOfText } from '@chorale/testing';

import type { SpawnedWorker } from '../../processes/spawned-worker.js';
import type { Flaw } from '../sample-check.js';

import type { Inflicted } from './chaos.js';
import type { Ended } from './talkers.js';

/** Less than this is the usual wait for the next chunk, ms. */
const SHORTEST_GAP_MS = 400;

/** How often each value occurs. */
export const countsOf = (values: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Map([...counts].sort(([some], [other]) => some.localeCompare(other)));
};

/** Samples that are wrong in one way, over all sessions. */
export const flawedSamples = (sessions: readonly Ended[], kind: Flaw['kind']): number =>
  sessions
    .flatMap(({ report }) => report.flaws)
    .filter((flaw) => flaw.kind === kind)
    .reduce((sum, { samples }) => sum + samples, 0);

/** Sessions in which anything is wrong. */
export const faultySessions = (sessions: readonly Ended[]): readonly Ended[] =>
  sessions.filter(({ report }) => report.flaws.length + report.faults.length > 0);

/** From each fault of a kind to the next audio of every session that then fell silent, ms. */
export const recoveryGaps = (
  sessions: readonly Ended[],
  inflicted: readonly Inflicted[],
  name: string,
): readonly number[] =>
  inflicted
    .filter((fault) => fault.name === name)
    .flatMap(({ from }) => sessions.flatMap(({ times }) => gapAt(times, from)));

const gapAt = (times: readonly number[], at: number): readonly number[] => {
  const next = times.findIndex((time) => time > at);
  const [before = Infinity, after = Infinity] = [times[next - 1], times[next]];
  return next > 0 && after - before > SHORTEST_GAP_MS ? [after - at] : [];
};

/** How long after each session that gave up its last unit ended, ms; 0 where none was in the making. */
export const idleTimes = (
  sessions: readonly Ended[],
  workers: Iterable<SpawnedWorker>,
  unitMs: number,
): readonly number[] => {
  const last = lastUnits(workers);
  return sessions.flatMap(({ gaveUp }) => {
    if (gaveUp === null) return [];
    const ends = gaveUp.texts.map((text) => (last.get(String(markOfText(text))) ?? 0) + unitMs);
    return [Math.max(0, ...ends.map((end) => end - gaveUp.at))];
  });
};

/** When the last unit of each sentence began, by its mark. */
const lastUnits = (workers: Iterable<SpawnedWorker>): ReadonlyMap<string, number> => {
  const last = new Map<string, number>();
  for (const { mark, at } of [...workers].flatMap(({ lines }) => lines))
    if (typeof mark === 'string') last.set(mark, Math.max(last.get(mark) ?? 0, Number(at)));
  return last;
};
