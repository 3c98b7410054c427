import type { Finding } from './finding.js';

const MARKS = { good: 'ok  ', odd: 'note', bad: 'BAD ' } as const;

const linesOf = ({ subject, state, words, mend }: Finding): readonly string[] => [
  `${MARKS[state]} ${subject.padEnd(10)} ${words}`,
  ...(mend === null ? [] : [`     ${' '.repeat(10)} -> ${mend}`]),
];

/** True if nothing keeps the service from working. */
export const isHealthy = (findings: readonly Finding[]): boolean =>
  findings.every(({ state }) => state !== 'bad');

/** Tells findings to a person. */
export const reportLines = (findings: readonly Finding[]): readonly string[] => [
  ...findings.flatMap(linesOf),
  isHealthy(findings) ? 'Chorale can run here.' : 'Chorale cannot run here yet.',
];

/** Tells findings to a program. */
export const reportJson = (findings: readonly Finding[]): string =>
  JSON.stringify({ healthy: isHealthy(findings), findings }, null, 2);
