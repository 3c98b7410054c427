import type { Match } from '../match.js';
import { after, before } from '../match.js';

// An abbreviation's dot before one of these words also ended the sentence.
const STARTERS =
  'The|A|An|It|He|She|We|They|You|This|That|These|Those|There|Then|But|And|So|In|On|At|If|When|While|As|For|To|After|Before|However|What|Why|How|Who|Where|Please|Our|My|Your|His|Her|Its|Their|No|Yes|Not|Now|Also|Let|Call|Thanks|Thank|Next|Do|Is|Are|Can|Could|Will|Would|I';

const SENTENCE_END = new RegExp(
  String.raw`^["')\]]{0,3}\s*$|^["')\]]{0,3}\s+(?:${STARTERS})(?![\p{L}\p{N}.])`,
  'u',
);

/** The stop that an abbreviation's dot at the end of `match` also was: '.' or ''. */
export const closingStop = (match: Match): '.' | '' =>
  match.parts[0].endsWith('.') && SENTENCE_END.test(after(match, 24)) ? '.' : '';

/** True for an amount that describes the noun behind it ("a 5 km run"): its unit is then singular. */
export const isAttribute = (match: Match): boolean =>
  ARTICLE.test(before(match, 6)) && NOUN.test(after(match, 16));

const ARTICLE = /(?<!\p{L})(?:an?|the|this|that|my|your|our|its) $/iu;
const NOUN =
  /^ (?!(?:we|he|she|they|you|it|is|was|are|were|of|and|or|to|in|at|for|from|that|which|on|by|with|per|each|more|less|than|off|as|but|so|if|when|mark|away|ago|later|long|wide|high|tall|deep|apart)(?!\p{L}))\p{Ll}{2}/u;
