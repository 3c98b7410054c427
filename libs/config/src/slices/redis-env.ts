import { z } from 'zod';

import { textLike } from '../field.js';

/** How processes find their broker. */
export const redisEnv = z.object({
  /** Any Redis URL (redis:// or rediss://); gateways and workers must share it. With ?master=NAME it names a sentinel, and each &sentinel=host:port another. Unset: the launcher starts a private Redis, or everything runs in one process. */
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, message: 'must be a redis:// or rediss:// URL' })
    .optional(),
  /** Begins every key; the braces keep all keys in one slot of a Redis Cluster. */
  REDIS_KEY_PREFIX: textLike(/^\S{1,64}$/, 'be 1 to 64 characters without blanks').prefault(
    '{chorale}',
  ),
});
