import type { Match } from '../match.js';
import { after } from '../match.js';
import type { Rule } from '../rule.js';
import { anyOf, find, NUMBER, QUANTITY, START, WORD_END } from './patterns.js';
import { isSingular, quantity } from './quantity.js';
import { closingStop, isAttribute } from './surroundings.js';
import type { UnitName } from './unit-names.js';
import { LENGTH_UNITS, UNITS } from './unit-names.js';
import type { EnglishContext } from './words.js';
import { number } from './words.js';

const UNIT = anyOf(UNITS.keys());
const LENGTH = anyOf(LENGTH_UNITS.keys());

// These letters after a space are more often something else ("5 in total", "5 A grades").
const ONLY_ATTACHED: ReadonlySet<string> = new Set(['in', 'N', 'J', 'us', 'um', 'MP']);
// These take a dot that is theirs ("5 min. walk").
const DOTTED = anyOf([
  'min',
  'mins',
  'hr',
  'hrs',
  'sec',
  'secs',
  'in',
  'ft',
  'yd',
  'mi',
  'lb',
  'lbs',
  'oz',
  'gal',
  'tsp',
  'tbsp',
  'yr',
  'yrs',
]);

const OWN_DOT = String.raw`(?:(?<=${DOTTED})\.(?= ?[\p{Ll},\d]| ?$))?`;

const choose = ([one, many]: UnitName, written: string, match: Match): string =>
  isSingular(written) || isAttribute(match) ? one : many;

const sayMeasure = (match: Match, context: EnglishContext): string | null => {
  const [written, amount, gap, symbol, divisor, square] = match.parts;
  const unit = UNITS.get(symbol);
  const loose = gap === ' ' && !written.endsWith('.');
  if (unit === undefined || (loose && ONLY_ATTACHED.has(symbol)) || isOneInMany(match)) return null;
  const noun = gap === '-' ? unit[0] : choose(unit, amount, match);
  return `${quantity(amount, context)} ${noun}${sayRate(divisor, square)}${closingStop(match)}`;
};

/** "1-in-3" measures nothing. */
const isOneInMany = (match: Match): boolean => match.parts[3] === 'in' && after(match, 1) === '-';

/** " per second squared" for what stands below the slash. */
const sayRate = (divisor: string, square: string): string => {
  const unit = UNITS.get(divisor);
  return unit === undefined ? '' : ` per ${unit[0]}${square === '' ? '' : ' squared'}`;
};

const sayPower = (match: Match, context: EnglishContext): string | null => {
  const [, amount, prefix, worded, raised, power] = match.parts;
  const unit = LENGTH_UNITS.get(worded + raised);
  if (unit === undefined) return null;
  const shape = /[3³]/.test(power) || prefix === 'cu' ? 'cubic' : 'square';
  return `${quantity(amount, context)} ${shape} ${choose(unit, amount, match)}${closingStop(match)}`;
};

const SCALES: Readonly<Record<string, string>> = { C: ' Celsius', F: ' Fahrenheit', K: ' kelvin' };
const DIRECTIONS: Readonly<Record<string, string>> = {
  N: ' north',
  S: ' south',
  E: ' east',
  W: ' west',
};

const sayDegrees = (match: Match, context: EnglishContext): string => {
  const [, amount, letter] = match.parts;
  const noun = choose(['degree', 'degrees'], amount, match);
  return `${quantity(amount, context)} ${noun}${SCALES[letter] ?? DIRECTIONS[letter] ?? ''}`;
};

/** Rules for measured amounts: "5 km", "3.5GHz", "20°C", "70 mph", "12 m²", "5'10\"". */
export const MEASURE_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'feet and inches',
    pattern: find(String.raw`${START}(\d{1,2})' ?(\d{1,2})(?:"|'')?(?![\p{L}\p{N}'])`),
    say: ({ parts: [, feet, inches] }, context) =>
      `${number(feet, context)} foot ${number(inches, context)}`,
  },
  {
    name: 'hours and minutes',
    pattern: find(String.raw`${START}(\d{1,3}) ?h(?:rs?)? ?(\d{1,2}) ?m(?:in)?${WORD_END}`),
    say: ({ parts: [, hours, minutes] }, context) =>
      `${number(hours, context)} ${hours === '1' ? 'hour' : 'hours'} ${number(minutes, context)} ${minutes === '1' ? 'minute' : 'minutes'}`,
  },
  {
    name: 'degrees',
    pattern: find(String.raw`${START}(${QUANTITY}) ?°(?: ?([CFKNSEW])${WORD_END})?`),
    say: sayDegrees,
  },
  {
    name: 'area or volume',
    pattern: find(
      String.raw`${START}(${QUANTITY})[ -]?(?:(sq|cu)\.? (${LENGTH})|(${LENGTH})\^?([23²³]))${WORD_END}${OWN_DOT}`,
    ),
    say: (match, context) => sayPower(match, context),
  },
  {
    name: 'measure',
    pattern: find(
      String.raw`${START}(${QUANTITY})([ -]?)(${UNIT})(?:\/(${UNIT})(²)?)?${WORD_END}${OWN_DOT}`,
    ),
    say: sayMeasure,
  },
  {
    name: 'feet or inches',
    pattern: find(
      String.raw`${START}(${NUMBER})(['"])(?= (?:x|by|tall|long|wide|deep|high|thick|monitor|screen|TV|laptop|display)(?!\p{L}))`,
    ),
    say: (match, context) => {
      const [, amount, mark] = match.parts;
      const unit: UnitName = mark === "'" ? ['foot', 'feet'] : ['inch', 'inches'];
      return `${number(amount, context)} ${choose(unit, amount, match)}`;
    },
  },
];

/** Rules for units whose number ended in a power ("10⁸ m/s") and for what a price is per. */
export const RATE_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'rate after a power',
    pattern: find(String.raw`(?<=\uE000 )(${UNIT})\/(${UNIT})${WORD_END}`),
    say: ({ parts: [, symbol, divisor] }) =>
      (UNITS.get(symbol)?.[1] ?? symbol) + sayRate(divisor, ''),
  },
  {
    name: 'per unit',
    pattern: find(String.raw`(?<=\uE000)\/(${UNIT})${WORD_END}`),
    say: ({ parts: [, divisor] }) => sayRate(divisor, ''),
  },
];
