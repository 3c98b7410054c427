import type { TextReply } from '@chorale/speech';
import { z } from 'zod';

import { u32 } from './fields.js';

const sentenceText = z.object({
  route: u32,
  seq: u32,
  text: z.string().max(2_000),
  isWhole: z.boolean(),
});

const textAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('shown'),
    sentences: z.array(sentenceText).max(32).readonly(),
    forgotten: z.number().int().min(0),
  }),
  z.object({ kind: z.literal('switchedOff') }),
  z.object({ kind: z.literal('ended') }),
]);

/** Parses a gateway's reply to an operator. Unknown fields are dropped: newer gateways may say more. */
export const textReplySchema = z.object({
  question: z.string().max(64),
  answer: textAnswer,
}) satisfies z.ZodType<TextReply>;
