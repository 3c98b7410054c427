import type { JournalContent, JournalFields, JournalItem, UtteranceConfig } from '@chorale/speech';
import { assembleJournal } from '@chorale/speech';
import { z } from 'zod';

import { label, languageTag } from './fields.js';

/** Changes when a record that was written before could be misread. */
const JOURNAL_VERSION = 1;

const count = z.int().nonnegative();

/** Orders records; what is put between two others gets a number between theirs. */
const number = z.number();

const text = z.string();

const message = z.looseObject({ type: text }).readonly();

const int64 = z.string().regex(/^-?\d{1,19}$/);

const config = z.object({
  model: text.nullable(),
  voice: text.nullable(),
  language: text.nullable(),
  taskType: z.enum(['CustomVoice', 'VoiceDesign', 'Base']).nullable(),
  instructions: text.nullable(),
  format: z.enum(['wav', 'pcm', 'flac', 'mp3', 'aac', 'opus', 'mulaw', 'alaw']),
  streamAudio: z.boolean(),
  speed: z.number(),
  split: z.enum(['none', 'sentence', 'clause']),
  wordTimestamps: z.enum(['off', 'chunks', 'stream']),
  sampleRate: count,
  seed: int64.transform(BigInt).nullable(),
  maxNewTokens: count.nullable(),
  refAudio: z.enum(['none', 'uri', 'not-a-uri']),
  refText: text.nullable(),
  xVectorOnly: z.boolean().nullable(),
  embeddingLength: count.nullable(),
  priority: z.enum(['interactive', 'batch']),
  extended: z.boolean(),
});

const position = z.object({ utteranceIndex: count, sentenceIndex: count, sampleOffset: count });

const head = z.object({
  received: count,
  utteranceIndex: count,
  open: z.object({ sentences: count, codePoints: count }).nullable(),
  keptFrom: position,
});

const entry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sentence'), utterance: count, sentence: count, text }),
  z.object({ kind: z.literal('message'), message }),
  z.object({ kind: z.literal('utteranceDone'), utterance: count, sentences: count, message }),
  z.object({ kind: z.literal('close'), code: count, reason: text }),
]);

const plan = z.object({
  voice: label,
  language: languageTag,
  sentenceSeed: z.string().regex(/^\d{1,20}$/),
  endsUtterance: z.boolean(),
  fingerprint: label.nullable(),
});

/** Parses one record; fields that a newer release added are dropped. */
const itemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('head'), version: z.literal(JOURNAL_VERSION), head }),
  z.object({ kind: z.literal('config'), config }),
  z.object({ kind: z.literal('utterance'), number, config }),
  z.object({ kind: z.literal('entry'), number, entry }),
  z.object({ kind: z.literal('plan'), number, plan }),
  z.object({ kind: z.literal('text'), number, text }),
]) satisfies z.ZodType<JournalItem>;

/** Writes one record of a session's journal. */
export const encodeJournalItem = (item: JournalItem): string => {
  switch (item.kind) {
    case 'head':
      return JSON.stringify({ ...item, version: JOURNAL_VERSION });
    case 'config':
    case 'utterance':
      return JSON.stringify({ ...item, config: configAsJson(item.config) });
    case 'entry':
    case 'plan':
    case 'text':
      return JSON.stringify(item);
  }
};

/** What a clip says is never used: that there is one is enough. */
const configAsJson = ({ seed, refText, ...others }: UtteranceConfig) => ({
  ...others,
  seed: seed === null ? null : String(seed),
  refText: refText === null ? null : '',
});

/** Reads a whole journal; null if any record of it cannot be read, for half a session is none. */
export const readJournal = (fields: JournalFields): JournalContent | null => {
  try {
    return assembleJournal(Object.values(fields).map((json) => itemSchema.parse(JSON.parse(json))));
  } catch {
    return null; // not JSON, or of a release that writes otherwise
  }
};
