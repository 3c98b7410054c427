import type { Flaw } from '../sample-check.js';

import type { Ended } from './talkers.js';

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
