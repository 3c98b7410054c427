import type { Draft } from '../draft.js';
import { HTML_ENTITY } from '../html-entity.js';
import type { LanguageTag } from '../language-tag.js';
import type { Rule } from '../rule.js';
import { applyRules } from '../rule.js';
import { ABBREVIATION_RULES } from './abbreviation.js';
import { ACRONYM_RULES } from './acronym.js';
import { COMPOUND_SIGN_RULES } from './compound-sign.js';
import { CURRENCY_RULES } from './currency.js';
import { DATE_RULES } from './date.js';
import { DIMENSION_RULES } from './dimension.js';
import { FOLD_RULES } from './fold.js';
import { FRACTION_RULES } from './fraction.js';
import { IDENTIFIER_RULES } from './identifier.js';
import { MEASURE_RULES, RATE_RULES } from './measure.js';
import { OPERATOR_RULES } from './operator.js';
import { ORDINAL_RULES } from './ordinal.js';
import { PERCENT_RULES } from './percent.js';
import { PHONE_RULES } from './phone.js';
import { PLAIN_NUMBER_RULES } from './plain-number.js';
import { POWER_RULES } from './power.js';
import { ROMAN_RULES } from './roman.js';
import { SIGN_RULES } from './sign.js';
import { tidy } from './tidy.js';
import { TIME_RULES } from './time.js';
import { VERSION_RULES } from './version.js';
import { WEB_RULES } from './web.js';
import type { EnglishContext } from './words.js';
import { DECADE_RULES, YEAR_RULES } from './year.js';

/** First come, first served: a family stands before those that would take a part of its expressions. */
const SPEAKING_RULES: readonly Rule<EnglishContext>[] = [
  HTML_ENTITY,
  ...WEB_RULES,
  ...DATE_RULES,
  ...TIME_RULES,
  ...PHONE_RULES,
  ...IDENTIFIER_RULES,
  ...CURRENCY_RULES,
  ...PERCENT_RULES,
  ...VERSION_RULES,
  ...DECADE_RULES,
  ...DIMENSION_RULES,
  ...MEASURE_RULES,
  ...ORDINAL_RULES,
  ...YEAR_RULES,
  ...FRACTION_RULES,
  ...POWER_RULES,
  ...RATE_RULES,
  ...ROMAN_RULES,
  ...ACRONYM_RULES,
  ...ABBREVIATION_RULES,
  ...PLAIN_NUMBER_RULES,
  ...OPERATOR_RULES,
  ...COMPOUND_SIGN_RULES,
  ...SIGN_RULES,
];

const AMERICAN_REGIONS: ReadonlySet<string> = new Set(['', 'us', 'ca', 'ph', '001', '021', '840']);

/** Puts cleaned-up English into words; the region decides between American and British habits. */
export const speakEnglish = (draft: Draft, { region }: LanguageTag): Draft => {
  const context = { british: !AMERICAN_REGIONS.has(region) };
  const folded = applyRules(draft, FOLD_RULES, context);
  return tidy(applyRules(folded, SPEAKING_RULES, context));
};
