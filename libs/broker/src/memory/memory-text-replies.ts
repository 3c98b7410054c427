import type { TextReplies, TextReply } from '@chorale/speech';

import type { MemoryChannel } from './memory-channel.js';

/** Sends replies to the askers of the same process: who did not ask the question finds nothing in them. */
export class MemoryTextReplies implements TextReplies {
  constructor(private readonly channel: MemoryChannel<TextReply>) {}

  send(_asker: string, reply: TextReply): Promise<void> {
    this.channel.publish(reply);
    return Promise.resolve();
  }
}
