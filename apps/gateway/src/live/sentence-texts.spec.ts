import { type SentenceOrder, sentenceKey } from '@chorale/speech';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { SentenceTexts } from './sentence-texts.js';

const ROUTE = 7;

const anOrder = (seq: number, text: string, attempt = 1): SentenceOrder =>
  ({ address: { route: ROUTE, seq, attempt }, text }) as SentenceOrder; // of which only these are read

const unitsOf = (texts: SentenceTexts): number =>
  texts.latest.reduce((units, { text }) => units + text.length, 0);

let texts: SentenceTexts;

beforeEach(() => {
  texts = new SentenceTexts();
});

describe(SentenceTexts.name, () => {
  it('keeps what sentences say, once for all slices and attempts', () => {
    texts.ordered(anOrder(0, 'Hello.'));
    texts.ordered(anOrder(1, 'Bye.'));
    texts.ordered(anOrder(0, 'Hello.', 2));
    expect(texts.latest).toEqual([
      { route: ROUTE, seq: 0, text: 'Hello.', isWhole: true },
      { route: ROUTE, seq: 1, text: 'Bye.', isWhole: true },
    ]);
  });

  it('tells sentences in the order of speech when one that was forgotten is queued again', () => {
    for (let seq = 0; seq < 33; seq += 1) texts.ordered(anOrder(seq, 'a'));
    expect(texts.latest.map(({ seq }) => seq)).not.toContain(0);
    texts.ordered(anOrder(0, 'a', 2));
    expect(texts.latest[0]?.seq).toBe(0);
  });

  it('keeps the beginning of a long one, and cuts no character in two', () => {
    texts.ordered(anOrder(0, `${'a'.repeat(1_999)}🎈 and more`));
    const [kept] = texts.latest;
    expect(kept).toMatchObject({ text: 'a'.repeat(1_999), isWhole: false });
  });

  it('keeps the latest, and never more than its bounds', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(lengths, (all) => {
        const kept = new SentenceTexts();
        all.forEach((length, seq) => kept.ordered(anOrder(seq, 'a'.repeat(length))));
        expect(kept.latest.length).toBeLessThanOrEqual(32);
        expect(unitsOf(kept)).toBeLessThanOrEqual(8_000);
        const keys = all.map((_, seq) => sentenceKey({ route: ROUTE, seq }));
        expect(kept.latest.map(sentenceKey)).toEqual(keys.slice(keys.length - kept.latest.length));
        expect(kept.latest.length > 0).toBe(all.length > 0);
      }),
      { numRuns: 50 },
    );
  });
});
