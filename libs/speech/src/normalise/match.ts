/** What a rule's pattern found. */
export interface Match {
  /** The whole match, then its groups; '' for a group that took no part. */
  readonly parts: Parts;
  /** The text searched, with `SPOKEN` over what is said already; the match is `start`–`end` of it. */
  readonly input: string;
  readonly start: number;
  readonly end: number;
}

type Parts = readonly [
  written: string,
  ...groups: [string, string, string, string, string, string, string],
];

/** Reads what a regular expression found. */
export const matchOf = (found: RegExpExecArray): Match => {
  const part = (index: number) => found[index] ?? '';
  return {
    parts: [found[0], part(1), part(2), part(3), part(4), part(5), part(6), part(7)],
    input: found.input,
    start: found.index,
    end: found.index + found[0].length,
  };
};

/** The text ahead of a match, at most `length` of it. */
export const before = ({ input, start }: Match, length: number): string =>
  input.slice(Math.max(0, start - length), start);

/** The text behind a match, at most `length` of it. */
export const after = ({ input, end }: Match, length: number): string =>
  input.slice(end, end + length);
