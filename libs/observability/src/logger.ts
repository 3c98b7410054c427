import { pino } from 'pino';

/** How important a message must be to be written; `silent` writes nothing. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** Writes one line of JSON per event: a static message, and fields for what varies. Never the words to be spoken. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What a logger is made of; `write` takes whole lines (default: standard output). */
export interface LoggerOptions {
  /** Names the process in every line. */
  readonly name: string;
  readonly level: LogLevel;
  readonly write?: (line: string) => void;
}

/** Fields whose values never reach the log, at the top and one level below. */
const SECRETS = ['text', 'input', 'authorization', 'cookie', 'password', 'token', 'apiKey'];

/** Makes a logger of JSON lines; fields named like secrets or text are censored. */
export const createLogger = ({ name, level, write }: LoggerOptions): Logger => {
  const options = {
    name,
    level,
    redact: { paths: SECRETS.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
  };
  return write ? pino(options, { write }) : pino(options);
};
