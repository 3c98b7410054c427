import type { LanguageTag } from '../language-tag.js';
import { isCjk } from '../language-tag.js';

/** How a language writes numbers. */
export interface NumberStyle {
  readonly decimal: ',' | '.';
  /** Groups thousands, besides nothing at all; a pattern. */
  readonly grouping: string;
  /** "3. Mai": a figure with a dot before a word is a rank. */
  readonly dotMakesRank: boolean;
  /** Numbers stand inside words without spaces. */
  readonly dense: boolean;
}

const list = (codes: string): ReadonlySet<string> => new Set(codes.split(' '));

const DECIMAL_COMMA = list(
  'az be bg bs ca cs da de el es et fi fr gl hr hu hy id is it ka kk lt lv mk nb nl pl pt ro ru sk sl sq sr sv tr uk vi',
);
const RANK_DOT = list('bs cs da de et fi hr hu is lv mk nb pl sk sl sr tr');
const DECIMAL_POINT_REGIONS = list('mx us pr gt hn ni pa pe sv do ch li');

/** Describes how numbers are written in a language. */
export const numberStyle = (tag: LanguageTag): NumberStyle => {
  const { primary, region } = tag;
  const comma = DECIMAL_COMMA.has(primary) && !DECIMAL_POINT_REGIONS.has(region);
  return {
    decimal: comma ? ',' : '.',
    grouping: groupingOf(region, comma),
    dotMakesRank: RANK_DOT.has(primary),
    dense: isCjk(tag) || primary === 'ko' || primary === 'th',
  };
};

const groupingOf = (region: string, comma: boolean): string => {
  if (region === 'ch' || region === 'li') return "['’]";
  return comma ? '[ .]' : ',';
};

// Beside these signs a figure belongs to something else (a date, a time, a range, a name) and keeps its digits.
const BEFORE = String.raw`[\p{N}\p{Sc}_\uE000+#@=^~°/\\:.,–−-]|\p{N}['’]`;
const BEHIND = String.raw`[\p{M}\p{N}_°²³‰/:\\^]|[.,'’]\p{N}|[-–−'’][\p{L}\p{N}]|[.,]\p{L}`;

/** The parts of a pattern for an amount; `digits` has one group, the number as written. */
export interface NumberPattern {
  /** The characters that would make it part of a word. */
  readonly letter: string;
  readonly before: string;
  readonly digits: string;
  readonly behind: string;
}

/** Builds the pattern of a language's numbers. */
export const numberPattern = (style: NumberStyle): NumberPattern => {
  const { decimal, grouping, dotMakesRank, dense } = style;
  const letter = dense ? String.raw`\p{Script=Latin}` : String.raw`\p{L}\p{M}`;
  const rank = dotMakesRank ? String.raw`|\.(?= ?\p{L})` : '';
  return {
    letter,
    before: `(?<![${letter}]|${BEFORE})`,
    digits: String.raw`((?:[1-9]\d{0,2}(?:${grouping}\d{3}){1,4}|0|[1-9]\d{0,14})(?:[${decimal}]\d{1,9})?)`,
    behind: `(?![${letter}]|${BEHIND}${rank})`,
  };
};

/** Turns a number as written into '1234.5'. */
export const plainNotation = (written: string, { decimal, grouping }: NumberStyle): string =>
  written.replace(new RegExp(grouping, 'g'), '').replace(decimal, '.');
