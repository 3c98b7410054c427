/** What to say for a text, and its map back to it. */
export interface SpokenText {
  readonly text: string;
  /** BCP-47. */
  readonly language: string;
}

/** Says a text as it is written. */
export const normaliseForSpeech = (text: string, language: string): SpokenText => ({
  text,
  language,
});

/** The source text behind a stretch of the spoken text. */
export const sourceSpan = (
  { text }: SpokenText,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } => ({
  start: Math.min(start, text.length),
  end: Math.min(end, text.length),
});
