import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { HeldText } from './held-text.js';

const holding = (text: string): HeldText => {
  const held = new HeldText();
  for (let at = 0; at < text.length; at += 1) held.append(text.charCodeAt(at));
  return held;
};

describe(HeldText.name, () => {
  it('gives back what it was given, however long, lone surrogates included', () => {
    const text = `x\ud800${'ab\u{1F600}'.repeat(40_000)}\udc00x`;
    expect(holding(text).takeStripped()).toBe(text);
  });

  it('counts code points, and those behind the leading whitespace', () => {
    const held = holding(' \u3000a\u{1F600} ');
    expect(held.codePoints).toBe(5);
    expect(held.codePointsWithoutLead).toBe(3);
  });

  it('strips whitespace as Python does', () => {
    expect(holding('\u001c\u0085 \ufeffa\u200b\u001f ').takeStripped()).toBe('\ufeffa\u200b');
  });

  it('is empty after its text was taken', () => {
    const held = holding('  abc');
    held.takeStripped();
    expect(held.isEmpty).toBe(true);
    expect(held.codePoints).toBe(0);
    expect(held.takeStripped()).toBe('');
  });

  it('shows its end without giving it away', () => {
    const held = holding('abc');
    expect(held.tail(2)).toBe('bc');
    expect(held.tail(9)).toBe('abc');
    expect(held.unitFromEnd(1)).toBe('c'.charCodeAt(0));
    expect(held.unitFromEnd(4)).toBeNaN();
  });

  it('holds any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(holding(`x${text}x`).takeStripped()).toBe(`x${text}x`);
      }),
    );
  });
});
