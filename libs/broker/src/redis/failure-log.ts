import { type JobFailure, jobFailureSchema, readJson } from '@chorale/protocol';

import { MAX_FAILURES } from '../job-failure.js';

import type { RedisKeys } from './keys.js';
import type { RedisLink } from './redis-link.js';

/** The latest failures of all workers, kept for people to look at. */
export class FailureLog {
  constructor(
    private readonly link: RedisLink,
    private readonly keys: RedisKeys,
  ) {}

  async note(failure: JobFailure): Promise<void> {
    await this.link.run((client) =>
      client
        .multi()
        .lpush(this.keys.failures, JSON.stringify(failure))
        .ltrim(this.keys.failures, 0, MAX_FAILURES - 1)
        .exec(),
    );
  }

  /** Newest first. */
  async list(): Promise<readonly JobFailure[]> {
    const entries = await this.link.run((client) => client.lrange(this.keys.failures, 0, -1));
    return entries.flatMap((entry) => readJson(entry, jobFailureSchema) ?? []);
  }
}
