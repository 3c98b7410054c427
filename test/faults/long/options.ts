import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

import type { Plan } from './chaos.js';

/** Printed by `--help`. */
export const USAGE = `npm run test:faults -- [options]

  --minutes N    how long faults are inflicted, at most (default 5; with --kills 12)
  --kills N      kills workers most of the time, until so many were killed
  --seed S       repeats a schedule; without it, one is drawn and told
  --talkers N    clients that talk at a time (default 12)
  --resumes N    no faults: one client at a time is cut off so often and comes back, on an idle service
`;

/** What to do, read from the command line. */
export interface LongOptions {
  readonly plan: Plan;
  readonly talkers: number;
  /** How many returns are measured; null for a run with faults. */
  readonly resumes: number | null;
}

const FLAGS = {
  minutes: { type: 'string' },
  kills: { type: 'string' },
  seed: { type: 'string' },
  talkers: { type: 'string', default: '12' },
  resumes: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the command line; null if help is asked for. Throws when a value is no number. */
export const readOptions = (argv: readonly string[]): LongOptions | null => {
  const { values } = parseArgs({ args: [...argv], options: FLAGS });
  if (values.help) return null;
  const kills = optional('kills', values.kills);
  return {
    plan: {
      seed: optional('seed', values.seed) ?? randomInt(2 ** 31),
      minutes: optional('minutes', values.minutes) ?? (kills === null ? 5 : 12),
      kills,
    },
    talkers: numberOf('talkers', values.talkers),
    resumes: optional('resumes', values.resumes),
  };
};

const optional = (name: string, text: string | undefined): number | null =>
  text === undefined ? null : numberOf(name, text);

const numberOf = (name: string, text: string): number => {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0) return value;
  throw new RangeError(`--${name} must be a number, not "${text}"`);
};
