import { z } from 'zod';

import { splitList } from './field.js';

/** Voice names by which clients may call a voice, and the voice that each means. */
export type VoiceAliases = Readonly<Record<string, string>>;

/** The alias target that stands for `DEFAULT_VOICE`. */
export const DEFAULT_VOICE_TARGET = 'default';

const QWEN3_TTS = 'Vivian,Serena,Uncle_Fu,Dylan,Eric,Ryan,Aiden,Ono_Anna,Sohee';
const OPENAI = 'alloy,ash,ballad,cedar,coral,echo,fable,marin,nova,onyx,sage,shimmer,verse';

/** The names that clients of Qwen3-TTS and of OpenAI ask for: they get the default voice unless told otherwise. */
export const BUILT_IN_VOICE_ALIASES: VoiceAliases = Object.fromEntries(
  splitList(`${QWEN3_TTS},${OPENAI}`).map((name) => [name, DEFAULT_VOICE_TARGET]),
);

const asJson = z
  .string()
  .transform((text, context) => {
    try {
      return z.json().parse(JSON.parse(text));
    } catch {
      context.addIssue('is not valid JSON');
      return z.NEVER;
    }
  })
  .pipe(
    z.record(
      z.string().min(1),
      z.string('must map names to voice ids').min(1, 'must map names to voice ids'),
      'must map names to voice ids',
    ),
  );

const asPairs = z.string().transform((text, context): VoiceAliases => {
  const pairs = splitList(text).map((pair) => /^([^=]+)=([^=]+)$/.exec(pair));
  if (pairs.includes(null)) context.addIssue('must be name=voice pairs, or a JSON object');
  return Object.fromEntries(
    pairs.map((pair) => [pair?.[1]?.trim() ?? '', pair?.[2]?.trim() ?? '']),
  );
});

/** Adds `own` to the built-in table; names differ by more than case, so `vivian` replaces `Vivian`. */
const merged = (own: VoiceAliases): VoiceAliases => {
  const taken = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const kept = Object.entries(BUILT_IN_VOICE_ALIASES).filter(
    ([name]) => !taken.has(name.toLowerCase()),
  );
  return { ...Object.fromEntries(kept), ...own };
};

/** Reads `name=voice,…` or a JSON object into a table that holds the built-in names as well. */
export const voiceAliases = () =>
  z.string().transform((text, context): VoiceAliases => {
    const schema = text.trimStart().startsWith('{') ? asJson : asPairs;
    const { data, error } = schema.safeParse(text);
    for (const { message } of error?.issues ?? []) context.addIssue(message);
    return merged(data ?? {});
  });
