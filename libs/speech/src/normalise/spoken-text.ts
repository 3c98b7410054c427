/** A stretch of spoken text and the stretch of source text that it says; UTF-16 offsets, ends exclusive. */
export interface SpokenSpan {
  readonly spokenStart: number;
  readonly spokenEnd: number;
  readonly sourceStart: number;
  readonly sourceEnd: number;
}

/**
 * Text as it is to be said, and where each part of it stands in the text it was made from.
 *
 * - `spans` are ordered, never overlap on either side, and cover every spoken character; source
 *   characters that are not said (markup, emoji) are in none.
 * - A word that was not touched has a span of its own; an expression that was put into words
 *   ("$3.50") has one span as a whole.
 */
export interface SpokenText {
  /** What to say. */
  readonly text: string;
  readonly spans: readonly SpokenSpan[];
}

/**
 * Finds the source text behind `start`–`end` of the spoken text (UTF-16 offsets): the spans touched,
 * whole. An empty or outside range gives an empty one, where the source goes on.
 */
export const sourceSpan = (
  spoken: SpokenText,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } => {
  const { spans } = spoken;
  const first = spans[firstEndingAfter(spans, start)];
  if (first === undefined) return emptyAt(spans.at(-1)?.sourceEnd ?? 0);
  if (end <= start || end <= first.spokenStart) return emptyAt(first.sourceStart);
  const last = spans[Math.min(firstEndingAfter(spans, end - 1), spans.length - 1)] ?? first;
  return { start: first.sourceStart, end: last.sourceEnd };
};

const emptyAt = (offset: number) => ({ start: offset, end: offset });

const firstEndingAfter = (spans: readonly SpokenSpan[], offset: number): number => {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.spokenEnd ?? Infinity) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
};
