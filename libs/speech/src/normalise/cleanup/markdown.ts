import type { Match } from '../match.js';
import { after, before } from '../match.js';
import type { Rule } from '../rule.js';
import { SPOKEN } from '../rule.js';

const silent = (name: string, pattern: RegExp): Rule => ({ name, pattern, say: () => '' });

const stop = (cjk: boolean): string => (cjk ? '。' : '. ');

const ENDED = /[.,;:!?…。，、！？：；][\s"'”’)\]*_`~\uE000]*$/u;

const headingEnd = (cjk: boolean): Rule => ({
  name: 'end of heading',
  pattern: /(?=\n)(?<=^ {0,8}#{1,6} [^\n]{0,200})\n[\n ]*/gm,
  say: (match) => (ENDED.test(before(match, 80)) ? ' ' : stop(cjk)),
});

// Runs after one another: what a line begins with is taken first, for the line breaks look at it.
const LINE_RULES: readonly Rule[] = [
  silent('code fence', /^ {0,8}(?:```|~~~)[\w+-]{0,20} {0,8}$/gm),
  silent('ruler', /^ {0,8}(?:(?:- ?){3,100}|(?:\* ?){3,100}|(?:_ ?){3,100}|(?:= ?){3,100})$/gm),
  silent(
    'table ruler',
    /^ {0,8}\|?(?: {0,8}:?-{2,60}:? {0,8}\|){1,40}(?: {0,8}:?-{2,60}:? {0,8})?$/gm,
  ),
  silent('table edge', /^ {0,8}\| {0,8}|(?<=\S) {0,8}\| {0,8}$/gm),
  silent('heading', /^ {0,8}#{1,6} {1,8}/gm),
  silent('quotation', /^ {0,8}(?:> {1,4}){1,5}/gm),
  silent('bullet', /^ {0,24}[-*+•◦▪‣●○■□–—·] {1,8}(?:\[[ xX]\] {1,8})?/gm),
];

const INLINE_RULES: readonly Rule[] = [
  silent(
    'image or link opening',
    /!?\[(?=[^[\]\n]{1,300}\]\((?:[^()\s]|\([^()\s]{0,100}\)){1,500}\))/g,
  ),
  silent('link target', /(?<=\S)\]\((?:[^()\s]|\([^()\s]{0,100}\)){1,500}\)/g),
  silent('citation', /(?<=[\p{L}\p{P}]) ?\[\^?[1-9]\d{0,2}\]/gu),
  silent('HTML tag', /<\/?[A-Za-z][A-Za-z0-9-]{0,20}(?: [^<>\n]{0,300})?\/?>/g),
  silent('automatic link', /<(?=(?:https?:\/\/|[\w.+-]{1,64}@)[^<>\s]{1,500}>)|(?<=[\w/])>(?!\S)/g),
  silent('code mark', /`+/g),
  silent('strike', /~~(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}\p{P}])~~(?!~)/gu),
  // Where no spaces part the words, only the pair tells emphasis from a star.
  silent(
    'dense emphasis opens',
    /(?<=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])\*{1,3}(?=[^\s*][^*\n]{0,200}\*)/gu,
  ),
  silent('dense emphasis closes', /(?<=[^\s*\\])\*{1,3}(?=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])/gu),
  silent(
    'emphasis opens',
    /(?<![\p{L}\p{N}*\\]|(?:[Pp]ress|[Dd]ial|[Hh]it|[Ee]nter) )\*{1,3}(?=[^\s*])/gu,
  ),
  silent('emphasis closes', /(?<=[^\s*\\])\*{1,3}(?![\p{L}\p{N}*(])/gu),
  silent('underline opens', /(?<![\p{L}\p{N}_\\/])_{1,3}(?=[\p{L}\p{N}\p{P}])/gu),
  silent('underline closes', /(?<=[\p{L}\p{N}\p{P}])(?<!_)_{1,3}(?![\p{L}\p{N}_])/gu),
  silent('escape', /\\(?=[*_#~`>[\]()+.!|-])/g),
];

/** Says where one line ends: a stop before list items, headings and paragraphs, else the least that is right. */
const lineBreak = (cjk: boolean): Rule => ({
  name: 'line break',
  pattern: new RegExp(String.raw` {0,8}\n[\n ]*(?=(${SPOKEN}|\*\*)?(\d{1,3}[.)] )?)`, 'gu'),
  say: (match) => {
    const line = before(match, 80);
    if (/^[\s\uE000]*$/u.test(line) || ENDED.test(line)) return ' ';
    if (beginsBlock(match)) return stop(cjk);
    return breaksThought(match, line) ? ', ' : ' ';
  },
});

const beginsBlock = ({ parts: [written, item, number] }: Match): boolean =>
  written.replaceAll(' ', '').length > 1 || item !== '' || number !== '';

/** A single break ends a thought when the line is short and the next one starts afresh; else it is a wrapped line. */
const breaksThought = (match: Match, ahead: string): boolean =>
  ahead.length - ahead.lastIndexOf('\n') < 60 && /^[\p{Lu}\p{N}]/u.test(after(match, 2));

/** Rules that take the marks of Markdown and HTML away and leave what they marked. */
export const markdownRules = (cjk: boolean): readonly Rule[] => [
  headingEnd(cjk),
  ...LINE_RULES,
  lineBreak(cjk),
  ...INLINE_RULES,
];
