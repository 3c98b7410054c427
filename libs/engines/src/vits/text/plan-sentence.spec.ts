import { FakePhonemizer } from '@chorale/testing';
import { describe, expect, it } from '@jest/globals';

import { splitClauses } from '../../phonemes/clause.js';
import { blocksOf, planBlock } from './plan-sentence.js';
import type { Segment } from './segment.js';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A voice whose every letter is a phoneme. */
const PHONEME_IDS = new Map(
  Array.from(`_^$ .,;:!?${LETTERS}`, (sign, id): [string, number[]] => [sign, [id]]),
);

const plan = async (text: string, opens = false): Promise<readonly Segment[]> => {
  const rules = {
    phonemizer: new FakePhonemizer(),
    espeakVoice: 'en-us',
    phonemeIds: PHONEME_IDS,
    language: 'en-US',
  };
  const planned = blocksOf(splitClauses(text), opens).map((block) =>
    planBlock(block, rules, new AbortController().signal),
  );
  return (await Promise.all(planned)).flat();
};

const textsOf = async (text: string, opens = false): Promise<readonly string[]> =>
  (await plan(text, opens)).map(({ start, end }) => text.slice(start, end).trim());

const signsOf = ({ spelling }: Segment): string =>
  spelling.symbols.map(({ sign }) => sign).join('');

const words = (count: number, word = 'wordy'): string =>
  Array.from({ length: count }, () => word).join(' ');

describe(planBlock.name, () => {
  it('makes one segment of a short sentence, marks in place', async () => {
    const [segment, ...others] = await plan('Yes, of course!');
    expect(others).toEqual([]);
    expect(segment && signsOf(segment)).toBe('yes, of course!');
  });

  it('makes a segment of each sentence', async () => {
    expect(await textsOf('One. Two? Three!')).toEqual(['One.', 'Two?', 'Three!']);
  });

  it('cuts the start of an utterance at a clause, and later text only when it is longer', async () => {
    const text = `${words(8)}, ${words(8)}.`;
    expect(await textsOf(text)).toHaveLength(1);
    expect(await textsOf(text, true)).toEqual([`${words(8)},`, `${words(8)}.`]);
  });

  it('cuts a long clause before the conjunction nearest to its middle', async () => {
    const text = `${words(9)} because ${words(9)} and ${words(4)}.`;
    expect(await textsOf(text)).toEqual([words(9), `because ${words(9)} and ${words(4)}.`]);
  });

  it('cuts a long clause without conjunctions between words', async () => {
    const segments = await plan(`${words(45)}.`);
    expect(segments.length).toBeGreaterThan(1);
    for (const { spelling } of segments) expect(spelling.ids.length).toBeLessThanOrEqual(250);
  });

  it('pauses nowhere that it has cut a clause, and lets the voice go on there', async () => {
    const segments = await plan(`${words(45)}.`);
    expect(segments.map(({ close }) => close.mark)).toEqual(
      [null, null, null, '.'].slice(-segments.length),
    );
    expect(segments[0] && signsOf(segments[0]).at(-1)).toBe(',');
  });

  it('cuts even a word without end', async () => {
    const segments = await plan('a'.repeat(900));
    for (const { spelling } of segments) expect(spelling.ids.length).toBeLessThanOrEqual(250);
    expect(
      segments.flatMap(({ spelling }) => spelling.symbols).filter(({ sign }) => sign === 'a'),
    ).toHaveLength(900);
  });

  it('has no segment for what cannot be said', async () => {
    expect(await plan('世界')).toEqual([]);
  });

  it('covers the text in order', async () => {
    const text = `${words(20)}, ${words(30)}; ${words(12)}. ${words(3)}!`;
    let position = 0;
    for (const { start, end } of await plan(text, true)) {
      expect(start).toBe(position);
      position = end;
    }
    expect(position).toBe(text.length);
  });
});
