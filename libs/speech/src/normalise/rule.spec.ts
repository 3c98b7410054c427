import { describe, expect, it } from '@jest/globals';

import { draftOf, spokenTextOf } from './draft.js';
import type { Rule } from './rule.js';
import { applyRules, SPOKEN } from './rule.js';

const rule = (pattern: RegExp, spoken: string | null): Rule => ({
  name: String(pattern),
  pattern,
  say: () => spoken,
});

const said = (text: string, rules: readonly Rule[]): string =>
  applyRules(draftOf(text), rules, undefined).text;

describe(applyRules.name, () => {
  it('gives a stretch to the first rule that says it', () => {
    expect(said('1 a 2', [rule(/1 a/g, 'first'), rule(/\d/g, 'digit')])).toBe('first digit');
  });

  it('leaves to later rules what a rule has no words for', () => {
    expect(said('1', [rule(/1/g, null), rule(/1/g, 'one')])).toBe('one');
  });

  it('protects what a rule says as it is written', () => {
    expect(said('a1 1', [rule(/a1/g, 'a1'), rule(/1/g, 'one')])).toBe('a1 one');
  });

  it('shows later rules where something was said', () => {
    const minus = rule(new RegExp(`-(?=${SPOKEN})`, 'g'), 'minus ');
    expect(said('-5 -a', [rule(/\d/g, 'five'), minus])).toBe('minus five -a');
  });

  it('never lets a rule match over what was said', () => {
    expect(said('a1b', [rule(/1/g, 'one'), rule(/a[^]b/g, 'all')])).toBe('a one b');
  });

  it('keeps words apart where letters or digits touch', () => {
    expect(said('10kg', [rule(/10/g, 'ten'), rule(/kg/g, 'kilograms')])).toBe('ten kilograms');
  });

  it('joins what replaces single letters', () => {
    expect(said('oﬀice', [{ ...rule(/ﬀ/g, 'ff'), joined: true }])).toBe('office');
  });
});

describe(spokenTextOf.name, () => {
  it('gives every untouched word and mark a span, and one to what was replaced', () => {
    const draft = applyRules(draftOf('Pay $5 now.'), [rule(/\$5/g, 'five dollars')], undefined);
    expect(spokenTextOf(draft).spans).toEqual([
      { spokenStart: 0, spokenEnd: 3, sourceStart: 0, sourceEnd: 3 },
      { spokenStart: 3, spokenEnd: 4, sourceStart: 3, sourceEnd: 4 },
      { spokenStart: 4, spokenEnd: 16, sourceStart: 4, sourceEnd: 6 },
      { spokenStart: 16, spokenEnd: 17, sourceStart: 6, sourceEnd: 7 },
      { spokenStart: 17, spokenEnd: 20, sourceStart: 7, sourceEnd: 10 },
      { spokenStart: 20, spokenEnd: 21, sourceStart: 10, sourceEnd: 11 },
    ]);
  });

  it('joins the parts of a replaced stretch that a later pass has cut', () => {
    const first = applyRules(draftOf('x$5y'), [rule(/\$5/g, '5 dollars')], undefined);
    const second = applyRules(first, [rule(/5/g, 'five')], undefined);
    expect(spokenTextOf(second)).toEqual({
      text: 'x five dollars y',
      spans: [
        { spokenStart: 0, spokenEnd: 1, sourceStart: 0, sourceEnd: 1 },
        { spokenStart: 1, spokenEnd: 15, sourceStart: 1, sourceEnd: 3 },
        { spokenStart: 15, spokenEnd: 16, sourceStart: 3, sourceEnd: 4 },
      ],
    });
  });
});
