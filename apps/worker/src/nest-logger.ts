import type { Logger } from '@chorale/observability';
import type { LoggerService } from '@nestjs/common';

/** Lets Nest write to our log; its messages are static texts with the class they come from. */
export const nestLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown, from?: unknown) => logger.debug({ from }, String(message)),
  debug: (message: unknown, from?: unknown) => logger.debug({ from }, String(message)),
  warn: (message: unknown, from?: unknown) => logger.warn({ from }, String(message)),
  error: (message: unknown, ...rest: unknown[]) => logger.error({ rest }, String(message)),
  fatal: (message: unknown, ...rest: unknown[]) => logger.error({ rest }, String(message)),
});
