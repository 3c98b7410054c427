/** The parts of a BCP-47 tag that decide how text is read. */
export interface LanguageTag {
  /** Lower case, two or three letters, or ''; the current code where an old one was given (`iw` → `he`). */
  readonly primary: string;
  /** Lower case, four letters, or ''. */
  readonly script: string;
  /** Lower case, two letters or three digits, or ''. */
  readonly region: string;
}

const SAME_LANGUAGE: Readonly<Record<string, string>> = {
  iw: 'he',
  in: 'id',
  no: 'nb',
  nn: 'nb',
  cmn: 'zh',
  tl: 'fil',
  arb: 'ar',
  pes: 'fa',
};

/** Reads a BCP-47 tag leniently: any case, `-` or `_`; nonsense becomes a language nobody knows. */
export const parseLanguageTag = (tag: string): LanguageTag => {
  const [first = '', ...rest] = tag.slice(0, 64).toLowerCase().split(/[-_]/);
  const primary = /^[a-z]{2,3}$/.test(first) ? first : '';
  return {
    primary: SAME_LANGUAGE[primary] ?? primary,
    script: rest.find((part) => /^[a-z]{4}$/.test(part)) ?? '',
    region: rest.find((part) => /^(?:[a-z]{2}|\d{3})$/.test(part)) ?? '',
  };
};

/** True for the languages that have their own punctuation and no spaces between words. */
export const isCjk = ({ primary }: LanguageTag): boolean => CJK.has(primary);

const CJK: ReadonlySet<string> = new Set(['zh', 'ja', 'yue', 'wuu', 'nan', 'hak']);
