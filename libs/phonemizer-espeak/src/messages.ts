/** Asks for the phonemes of several texts in one voice; `id` returns in the answer. */
export interface PhonemizeCommand {
  readonly kind: 'phonemize';
  /** An eSpeak voice file (`gmw/en`) or language (`en-gb`). */
  readonly voice: string;
  /** Bare clauses or words: punctuation is not spoken and breaks no clause here. */
  readonly texts: readonly string[];
}

/** IPA of each text, in order: words apart by one space, stress marks kept, no language flags. */
export interface PhonemizeReply {
  readonly kind: 'phonemized';
  readonly phonemes: readonly string[];
}

/** What the thread is sent; one at a time. */
export interface ThreadRequest {
  readonly id: number;
  readonly command: PhonemizeCommand;
}

/** What the thread sends: `ready` once, then one answer per request. */
export type ThreadAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: PhonemizeReply }
  | {
      readonly kind: 'refused';
      readonly id: number;
      readonly code: 'unknown_voice';
      readonly message: string;
    };
