import type { TextReplies, TextReply } from '@chorale/speech';

import type { RedisKeys } from './keys.js';
import type { RedisLink } from './redis-link.js';

/** Publishes each reply on its asker's own channel: Redis keeps nothing that it publishes. */
export class RedisTextReplies implements TextReplies {
  constructor(
    private readonly link: RedisLink,
    private readonly keys: RedisKeys,
  ) {}

  async send(asker: string, reply: TextReply): Promise<void> {
    const channel = this.keys.textReplies(asker);
    await this.link.run((client) => client.publish(channel, JSON.stringify(reply)));
  }
}
