import type { Match } from '../match.js';
import { after, before } from '../match.js';

// An abbreviation's dot before one of these words also ended the sentence.
const STARTERS =
  'The|A|An|It|He|She|We|They|You|This|That|These|Those|There|Then|But|And|So|In|On|At|If|When|While|As|For|To|After|Before|However|What|Why|How|Who|Where|Please|Our|My|Your|His|Her|Its|Their|No|Yes|Not|Now|Also|Let';

const SENTENCE_END = new RegExp(
  String.raw`^["')\]]{0,3}\s*$|^["')\]]{0,3}\s+(?:${STARTERS})(?![\p{L}\p{N}.])`,
  'u',
);

/** The stop that an abbreviation's dot at the end of `match` also was: '.' or ''. */
export const closingStop = (match: Match): '.' | '' =>
  match.parts[0].endsWith('.') && SENTENCE_END.test(after(match, 24)) ? '.' : '';

/** True for an amount that describes the noun behind it ("a 5 km run"): its unit is then singular. */
export const isAttribute = (match: Match): boolean =>
  /(?:^|[^\p{L}])[Aa]n? $/u.test(before(match, 4)) && /^ \p{Ll}{2}/u.test(after(match, 3));
