import type { Logger } from './logger.js';

/** What Nest asks of a logger. */
export interface FrameworkLogger {
  log(message: unknown, from?: unknown): void;
  debug(message: unknown, from?: unknown): void;
  warn(message: unknown, from?: unknown): void;
  error(message: unknown, ...rest: unknown[]): void;
  fatal(message: unknown, ...rest: unknown[]): void;
}

/** Lets Nest write to our log; its messages are static texts with the class they come from. */
export const nestLogger = (logger: Logger): FrameworkLogger => ({
  log: (message, from) => logger.debug({ from }, String(message)),
  debug: (message, from) => logger.debug({ from }, String(message)),
  warn: (message, from) => logger.warn({ from }, String(message)),
  error: (message, ...rest) => logger.error({ rest }, String(message)),
  fatal: (message, ...rest) => logger.error({ rest }, String(message)),
});
