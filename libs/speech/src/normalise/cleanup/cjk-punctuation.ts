import type { Rule } from '../rule.js';

const ASCII: Readonly<Record<string, string>> = {
  '、': ', ',
  '。': '. ',
  '，': ', ',
  '．': '. ',
  '！': '! ',
  '？': '? ',
  '：': ': ',
  '；': '; ',
  '・': ' ',
  '「': ' "',
  '」': '" ',
  '『': ' "',
  '』': '" ',
  '《': ' "',
  '》': '" ',
  '〈': ' "',
  '〉': '" ',
  '【': ' (',
  '】': ') ',
  '〔': ' (',
  '〕': ') ',
  '（': ' (',
  '）': ') ',
  '〜': '~',
  '～': '~',
};

/** Gives languages that do not write CJK marks plain ones. */
export const CJK_PUNCTUATION_RULES: readonly Rule[] = [
  {
    name: 'foreign mark',
    pattern: /[、。，．！？：；・「」『』《》〈〉【】〔〕（）〜～]/g,
    say: ({ parts: [mark] }) => ASCII[mark] ?? null,
  },
];
