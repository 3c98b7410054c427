import { ConfigError } from './config-error.js';
import type { ConfigOf, Slice } from './load-config.js';
import { loadConfig } from './load-config.js';

/** What runs until the process is told to stop. */
export interface Running {
  /** Finishes what is under way, within its own limit, and closes everything. */
  stop(): Promise<void>;
  /** Resolves to the exit code when it is to end without having been told to; never rejects. */
  readonly ended?: Promise<number>;
}

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Runs a process from its settings to its end: reads flags, environment and `.env`, starts, and
 * stops in order at SIGTERM or SIGINT; one that comes during the start, and a second one, do not wait.
 * Exits with 1 when settings are wrong or the start fails, and says why.
 */
export const runMain = async <const Slices extends readonly Slice[]>(
  slices: Slices,
  start: (config: ConfigOf<Slices>) => Promise<Running>,
): Promise<void> => {
  try {
    const stopOnSignals = handleSignals();
    const sources = { argv: process.argv.slice(2), env: process.env, dotenvPath: '.env' };
    const running = await start(loadConfig(slices, sources));
    stopOnSignals(running);
    const code = await running.ended;
    if (code !== undefined) process.exit(code);
  } catch (error) {
    fail(error);
  }
};

/**
 * Handles signals from the beginning, for the first process of a container is ended by none that it
 * does not handle. While it starts there is nothing to finish; afterwards there is what is given.
 */
const handleSignals = (): ((running: Running) => void) => {
  let running: Running | null = null;
  const onSignal = (): void => {
    const stopping = running;
    running = null;
    if (stopping === null) process.exit(1);
    stopping.stop().then(() => process.exit(0), fail);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
  return (started) => (running = started);
};

const fail = (error: unknown): void => {
  process.stderr.write(`${describe(error)}\n`);
  process.exit(1);
};

const describe = (error: unknown): string => {
  if (error instanceof ConfigError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};
