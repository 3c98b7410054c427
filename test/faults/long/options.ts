import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** Printed by `--help`. */
export const USAGE = `npm run test:faults -- [options]

  --minutes N    how long faults are inflicted (default 5)
  --seed S       repeats a schedule; without it, one is drawn and told
  --talkers N    clients that talk at a time (default 12)
`;

/** What to do, read from the command line. */
export interface LongOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly talkers: number;
}

const FLAGS = {
  minutes: { type: 'string', default: '5' },
  seed: { type: 'string' },
  talkers: { type: 'string', default: '12' },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the command line; null if help is asked for. Throws when a value is no number. */
export const readOptions = (argv: readonly string[]): LongOptions | null => {
  const { minutes, seed, talkers, help } = parseArgs({ args: [...argv], options: FLAGS }).values;
  if (help) return null;
  return {
    minutes: numberOf('minutes', minutes),
    seed: seed === undefined ? randomInt(2 ** 31) : numberOf('seed', seed),
    talkers: numberOf('talkers', talkers),
  };
};

const numberOf = (name: string, text: string): number => {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0) return value;
  throw new RangeError(`--${name} must be a number, not "${text}"`);
};
