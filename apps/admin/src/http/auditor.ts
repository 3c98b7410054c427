import type { IncomingMessage } from 'node:http';

import type { Logger } from '@chorale/observability';
import type { AuditEntry, AuditLog, Clock } from '@chorale/speech';
import { ForbiddenException } from '@nestjs/common';

import type { Doorkeeper } from '../access/doorkeeper.js';

/** What somebody does, and to what; never a secret, never a word to be spoken. */
export interface Deed {
  readonly action: string;
  readonly target: string;
}

/** Writes down what is done, and who did it. */
export class Auditor {
  constructor(
    private readonly log: AuditLog,
    private readonly door: Doorkeeper,
    private readonly clock: Pick<Clock, 'now'>,
    private readonly logger: Logger,
  ) {}

  /** Does it, and notes how it went: refused where it was forbidden. Rejects as the work does. */
  async record<T>(request: IncomingMessage, deed: Deed, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      await this.note(request, deed, 'done');
      return result;
    } catch (error) {
      await this.note(request, deed, error instanceof ForbiddenException ? 'refused' : 'failed');
      throw error;
    }
  }

  /** Never rejects: where the list cannot be reached, the process's own log has it. */
  async note(
    request: IncomingMessage,
    { action, target }: Deed,
    outcome: AuditEntry['outcome'],
  ): Promise<void> {
    const role = this.door.loginOf(request)?.role ?? 'nobody';
    const from = addressOf(request);
    const entry: AuditEntry = {
      at: this.clock.now(),
      role,
      from,
      action,
      target: target.slice(0, 300),
      outcome,
    };
    this.logger.info({ audit: entry }, 'admin action');
    await this.log.append(entry).catch((err: unknown) => {
      this.logger.error({ err }, 'an action could not be added to the audit log');
    });
  }
}

/** Where a request came from, as far as this machine can tell. */
export const addressOf = ({ socket }: IncomingMessage): string =>
  (socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, '');
