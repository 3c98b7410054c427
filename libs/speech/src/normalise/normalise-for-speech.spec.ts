import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { normaliseForSpeech } from './normalise-for-speech.js';
import { sourceSpan } from './spoken-text.js';

const LANGUAGES = [
  'en',
  'en-GB',
  'de',
  'fr',
  'es',
  'ru',
  'tr',
  'ja',
  'zh',
  'ko',
  'ar',
  'xx',
  'auto',
  '',
];

const FRAGMENTS =
  '$3.50 -5 10–15 1984 3/4 1½ 10:30 am p.m. St. Dr. No. etc. e.g. U.S. John Henry VIII IV Main The Jan. Mar March 15, 2024 1st 5‰ 50% 20°C 12 m² km 5\'10" v2.1.3 +1 (555) 123-4567 https://a.com/b?c a@b.co @user #tag C++ x² 10^6 **bold** _em_ `code` [x](y) # - > <b> | “so” ‘it’s’ — … ... ?! 😀 👨‍👩‍👧 1️⃣ © ™ § → ± NASA word, end. &amp; 日本 。 привет 1,234 007 12345678901234567890 24/7 item(s) a\u200bb \u00a0 \n'.split(
    ' ',
  );

const sentences = fc
  .array(fc.constantFrom(...FRAGMENTS), { maxLength: 12 })
  .map((fragments) => fragments.join(' '));

/** Any UTF-16 at all: lone surrogates, controls, unassigned code points, and our fragments glued together. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.nat(0xffff).map((unit) => String.fromCharCode(unit)),
    fc.nat(0x10ffff).map((point) => String.fromCodePoint(point)),
    fc.constantFrom(...FRAGMENTS),
  ),
  maxLength: 30,
});

const texts = fc.oneof(sentences, anyText);
const languages = fc.constantFrom(...LANGUAGES);

describe(normaliseForSpeech.name, () => {
  it('changes nothing in what it has said', () => {
    fc.assert(
      fc.property(texts, languages, (text, language) => {
        const once = normaliseForSpeech(text, language).text;
        expect(normaliseForSpeech(once, language).text).toBe(once);
      }),
    );
  });

  it('covers the spoken text with ordered spans inside the source', () => {
    fc.assert(
      fc.property(texts, languages, (text, language) => {
        const { text: spoken, spans } = normaliseForSpeech(text, language);
        let [spokenEnd, sourceEnd] = [0, 0];
        for (const span of spans) {
          expect(span.spokenStart).toBe(spokenEnd);
          expect(span.spokenEnd).toBeGreaterThan(span.spokenStart);
          expect(span.sourceStart).toBeGreaterThanOrEqual(sourceEnd);
          expect(span.sourceEnd).toBeGreaterThan(span.sourceStart);
          ({ spokenEnd, sourceEnd } = span);
        }
        expect(spokenEnd).toBe(spoken.length);
        expect(sourceEnd).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('says at most 32 characters for one', () => {
    fc.assert(
      fc.property(texts, languages, (text, language) => {
        const { text: spoken } = normaliseForSpeech(text, language);
        expect(spoken.length).toBeLessThanOrEqual(32 * text.length);
      }),
    );
  });

  it('leaves no figure and no sign in English', () => {
    fc.assert(
      fc.property(sentences, (text) => {
        const spoken = normaliseForSpeech(text, 'en').text.replaceAll('&amp;', '');
        expect(spoken).not.toMatch(/[\d$€£%°=<>*_#|~^@+/\\()[\]{}]/);
      }),
    );
  });

  it.each(['', ' ', '\n\n', '...', '?!', '—', '"”', '😀', '\u200b', '\ud83d', '***', '---'])(
    'has nothing to say for %j',
    (text) => {
      expect(normaliseForSpeech(text, 'en')).toEqual({ text: '', spans: [] });
    },
  );
});

describe(sourceSpan.name, () => {
  const written = 'Well, it’s **$3.50** for Dr. Lee 😀 today.';
  const spoken = normaliseForSpeech(written, 'en');
  const sourceOf = (words: string): string => {
    const start = spoken.text.indexOf(words);
    const span = sourceSpan(spoken, start, start + words.length);
    return written.slice(span.start, span.end);
  };

  it('speaks the example as expected', () => {
    expect(spoken.text).toBe("Well, it's three dollars and fifty cents for Doctor Lee today.");
  });

  it.each([
    ['Well', 'Well'],
    ["it's", 'it’s'],
    ['three dollars and fifty cents', '$3.50'],
    ['dollars', '$3.50'],
    ['for', 'for'],
    ['Doctor', 'Dr.'],
    ['Lee', 'Lee'],
    ['today', 'today'],
    ['.', '.'],
    ['for Doctor Lee', 'for Dr. Lee'],
  ])('finds %j in %j', (words, source) => {
    expect(sourceOf(words)).toBe(source);
  });

  it('gives an empty range for an empty or outside one', () => {
    const { length } = written;
    expect(sourceSpan(spoken, 0, 0)).toEqual({ start: 0, end: 0 });
    expect(sourceSpan(spoken, 500, 600)).toEqual({ start: length, end: length });
    expect(sourceSpan(normaliseForSpeech('', 'en'), 0, 5)).toEqual({ start: 0, end: 0 });
  });

  it('maps scripts without spaces character by character', () => {
    const chinese = normaliseForSpeech('你好😀世界', 'zh');
    expect(chinese.text).toBe('你好 世界');
    expect(sourceSpan(chinese, 4, 5)).toEqual({ start: 5, end: 6 });
  });
});
