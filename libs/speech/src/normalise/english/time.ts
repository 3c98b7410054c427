import { after } from '../match.js';
import type { Rule } from '../rule.js';
import { find, START } from './patterns.js';
import { closingStop } from './surroundings.js';
import type { EnglishContext } from './words.js';
import { cardinal, number, twoDigits } from './words.js';

const HALF = String.raw` ?([AaPp])(?:\. ?[Mm](?:\.|(?![\p{L}\p{N}]))|[Mm](?![\p{L}\p{N}_]))`;
const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?`;
const NO_MORE = String.raw`(?!(?!ish)[\p{L}\p{M}\p{N}_:]|[.,]\d)`;
// A date in ISO notation ends in "T" and is said before.
const FREE = String.raw`(?<![\p{L}\p{M}\p{N}_:]|\d[.,])`;

/** As written; '' where a part is missing. `half` is a or p of any case. */
interface ClockTime {
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
  readonly half: string;
}

const sayTime = (time: ClockTime, context: EnglishContext): string | null => {
  if (!exists(time)) return null;
  const { hour, second, half } = time;
  const clock = `${cardinal(String(Number(hour)), context)}${sayMinutes(time, context)}`;
  const seconds = Number(second) === 0 ? '' : ` and ${countSeconds(second, context)}`;
  return `${clock}${seconds}${half === '' ? '' : ` ${sayHalf(half)}`}`;
};

/** "AM" before capitals would be read as the verb; with a hyphen it is always spelled. */
const sayHalf = (letter: string): string => `${letter.toUpperCase()}-M`;

const exists = ({ hour, minute, second, half }: ClockTime): boolean =>
  Number(hour) <= (half === '' ? 24 : 12) && minute < '60' && second < '60';

/** "ten thirty", "ten oh five", "ten o'clock"; a full hour past noon is "fourteen hundred". */
const sayMinutes = ({ hour, minute, half }: ClockTime, context: EnglishContext): string => {
  if (minute === '' || (minute === '00' && half !== '')) return '';
  if (minute !== '00') return ` ${twoDigits(minute, context)}`;
  return Number(hour) > 0 && Number(hour) <= 12 ? " o'clock" : ' hundred hours';
};

const countSeconds = (digits: string, context: EnglishContext): string => {
  const count = Number(digits);
  return `${cardinal(String(count), context)} ${count === 1 ? 'second' : 'seconds'}`;
};

/** "9:00-10:30 AM": the half of the day belongs to both ends. */
const fullHourIn = (half: string, minute: string): string =>
  half !== '' && minute === '00' ? '' : minute;

const sayRange = (from: ClockTime, to: ClockTime, context: EnglishContext): string | null => {
  const [start, end] = [sayTime(from, context), sayTime(to, context)];
  return start === null || end === null ? null : `${start} to ${end}`;
};

/** Rules for times of day: "10:30" → "ten thirty", "5 p.m." → "five PM", "9am-5pm". */
export const TIME_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'range of times',
    pattern: find(
      String.raw`${START}(\d{1,2})(?::(\d{2}))?(?:${HALF})? ?[-–—] ?(\d{1,2})(?::(\d{2}))?(?:${HALF}|(?<=:\d{2}))${NO_MORE}`,
    ),
    say: (match, context) => {
      const [, hour, minute, half, lastHour, lastMinute, lastHalf] = match.parts;
      const range = sayRange(
        { hour, minute: fullHourIn(lastHalf, minute), second: '', half },
        { hour: lastHour, minute: lastMinute, second: '', half: lastHalf },
        context,
      );
      return range === null ? null : range + closingStop(match);
    },
  },
  {
    name: 'time',
    pattern: find(String.raw`${FREE}${CLOCK}(?:${HALF})?(?:Z(?!\p{L})|${NO_MORE})`),
    say: (match, context) => {
      const [written, hour, minute, second, half] = match.parts;
      if (/^\d:\d\d$/.test(written) && /^ (?:ratio|odds)/.test(after(match, 6))) return null;
      const words = sayTime({ hour, minute, second, half }, context);
      if (words === null) return null;
      return `${words}${written.endsWith('Z') ? ' UTC' : closingStop(match)}`;
    },
  },
  {
    name: 'lap',
    pattern: find(String.raw`${FREE}(\d{1,2}):(\d{2}\.\d{1,3})(?![\p{L}\p{M}\p{N}_:]|[.,]\d)`),
    say: ({ parts: [, minutes, seconds] }, context) =>
      `${cardinal(minutes, context)} ${seconds.startsWith('0') ? 'oh ' : ''}${number(seconds.replace(/^0(?=\d)/, ''), context)}`,
  },
  {
    name: 'full hour',
    pattern: find(String.raw`${START}(\d{1,2})${HALF}${NO_MORE}`),
    say: (match, context) => {
      const [, hour, half] = match.parts;
      const words = sayTime({ hour, minute: '', second: '', half }, context);
      return words === null ? null : words + closingStop(match);
    },
  },
  {
    name: 'half of the day',
    pattern: find(String.raw`(?<=[\uE000\p{L}] )([ap])\. ?m\.`),
    say: (match) => `${sayHalf(match.parts[1])}${closingStop(match)}`,
  },
  {
    name: 'ratio',
    pattern: find(String.raw`${START}(\d{1,3}):(\d{1,3})${NO_MORE}`),
    say: ({ parts: [, left, right] }, context) =>
      `${cardinal(left, context)} to ${cardinal(right, context)}`,
  },
];
