/** The times of one word, ms of its sentence, and its place in the sentence's text (UTF-16). */
export interface WordTime {
  readonly startMs: number;
  readonly endMs: number;
  readonly charStart: number;
  readonly charEnd: number;
}

/** What the service says, as far as the page needs it; docs/protocol.md has all of it. */
export type ServerMessage =
  | {
      readonly type: 'audio.start';
      /** Null in the profile that does not number utterances: it cannot be interrupted either. */
      readonly utterance: number | null;
      readonly sentence: number;
      readonly text: string;
      /** Hz; null where audio comes as files. */
      readonly rate: number | null;
    }
  | {
      readonly type: 'audio.timing';
      readonly sentence: number;
      readonly words: readonly WordTime[];
    }
  | { readonly type: 'audio.done'; readonly sentence: number; readonly failed: boolean }
  | { readonly type: 'audio.cancelled'; readonly spoken: string; readonly remaining: string }
  | { readonly type: 'session.done' }
  | { readonly type: 'error'; readonly message: string; readonly discard: boolean };

type Fields = Readonly<Record<string, unknown>>;

/** Reads a text frame; null for what the page does not know or what does not hold together. */
export const readServerMessage = (frame: string): ServerMessage | null => {
  const fields = objectOf(parsed(frame));
  const read = READERS[textOf(fields['type'])];
  return read?.(fields) ?? null;
};

const READERS: Readonly<Record<string, (fields: Fields) => ServerMessage>> = {
  'audio.start': (fields) => ({
    type: 'audio.start',
    utterance: numberOf(fields['utterance_index']),
    sentence: numberOf(fields['sentence_index']) ?? 0,
    text: textOf(fields['sentence_text']),
    rate: numberOf(fields['sample_rate']),
  }),
  'audio.timing': (fields) => ({
    type: 'audio.timing',
    sentence: numberOf(fields['sentence_index']) ?? 0,
    words: wordsOf(fields['words']),
  }),
  'audio.done': (fields) => ({
    type: 'audio.done',
    sentence: numberOf(fields['sentence_index']) ?? 0,
    failed: fields['error'] === true,
  }),
  'audio.cancelled': (fields) => ({
    type: 'audio.cancelled',
    spoken: textOf(fields['text_spoken']),
    remaining: textOf(fields['text_remaining']),
  }),
  'session.done': () => ({ type: 'session.done' }),
  error: (fields) => ({
    type: 'error',
    message: textOf(fields['message']),
    discard: fields['action'] === 'discard',
  }),
};

const parsed = (frame: string): unknown => {
  try {
    return JSON.parse(frame);
  } catch {
    return null;
  }
};

const objectOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? { ...value } : {};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const wordsOf = (value: unknown): readonly WordTime[] => {
  const words: readonly unknown[] = Array.isArray(value) ? value : [];
  return words.map(objectOf).map((word) => ({
    startMs: numberOf(word['start_ms']) ?? 0,
    endMs: numberOf(word['end_ms']) ?? 0,
    charStart: numberOf(word['char_start']) ?? 0,
    charEnd: numberOf(word['char_end']) ?? 0,
  }));
};
