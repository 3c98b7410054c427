import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['de', 'Das kostet 3,50 € oder $5.', 'Das kostet drei Euro fünfzig oder fünf Dollar.'],
  ['de', '50 % von 1.200 Leuten', 'fünfzig Prozent von zwölfhundert Leuten'],
  [
    'de',
    'Im Jahr 1984 waren es 3,14',
    'Im Jahr neunzehnhundertvierundachtzig waren es drei Komma eins vier',
  ],
  ['de', '1 € und 1.000.000 €', 'ein Euro und eine Million Euro'],
  [
    'de',
    'am 3. Mai um 12:30, 15.03.2024, Tel. 030/123456',
    'am 3. Mai um 12:30, 15.03.2024, Tel. 030/123456',
  ],
  ['de', '1 Euro, 10-15, 007, 3/4, v2.1, 3.5', '1 Euro, 10-15, 007, 3/4, v2.1, 3.5'],
  ['de', '**Wichtig** 😀: „Zitat“ – [hier](https://a.de)', 'Wichtig: „Zitat“ – hier'],
  ['de-CH', "1'250.50", 'zwölfhundertfünfzig Komma fünf null'],
  [
    'fr',
    'Cela coûte 19,99 €, soit 50 %.',
    'Cela coûte dix-neuf euros quatre-vingt-dix-neuf, soit cinquante pour cent.',
  ],
  ['fr', '2 000 000 € pour 71 personnes', "deux millions d'euros pour soixante et onze personnes"],
  ['fr', 'Le 1er mai à 14h30, XXe siècle', 'Le 1er mai à 14h30, XXe siècle'],
  ['fr-BE', '71', 'septante et un'],
  [
    'es',
    'Cuesta 3,5 € y $20; un 25%',
    'Cuesta tres coma cinco euros y veinte dólares; un veinticinco por ciento',
  ],
  ['es', '21.000 años, ¿cuánto?', 'veintiún mil años, ¿cuánto?'],
  ['es-MX', '1,200.5', 'mil doscientos punto cinco'],
  ['it', '2.000.000 € e 3,50 €', 'due milioni di euro e tre euro e cinquanta'],
  ['pt-BR', 'R$ 16,50 e 17%', 'dezesseis reais e cinquenta e dezessete por cento'],
  ['nl', '€ 5 en 50%', 'vijf euro en vijftig procent'],
  ['pl', '2 zł, 5 zł i 22%', 'dwa złote, pięć złotych i dwadzieścia dwa procent'],
  [
    'ru',
    '21 $, 3 ₽, 5 € и 1,5 %',
    'двадцать один доллар, три рубля, пять евро и один запятая пять процента',
  ],
  ['uk', '6 € і 7%', 'шість євро і сім відсотків'],
  ['cs', '2 € a 5 %', 'dva euro a pět procent'],
  ['tr', '%50 ve 5 €', 'yüzde elli ve beş avro'],
  ['sv', '5 € och 50 % år 1984', '5 euro och 50 procent år 1984'],
  ['fi', '1 € ja 5 €', '1 euro ja 5 euroa'],
  ['hi', '₹500 और 5%', 'पाँच सौ रुपये और पाँच प्रतिशत'],
  ['ar', '50 و 10%', 'خمسون و عشرة بالمئة'],
  [
    'ja',
    '¥1,500と50%と3.14、2024年3月15日。',
    '1,500えんと50パーセントと3てん1 4、2024年3月15日。',
  ],
  ['ja', 'これは**太字**です😀', 'これは太字です'],
  ['zh', '我有500元，50%，¥15。', '我有五百元，百分之五十，十五元。'],
  ['zh', '2024年3月15日，2个人，3.5公斤', '二零二四年三月十五日，2个人，三点五公斤'],
  ['zh-TW', '2萬', '2萬'],
  ['zh-Hant', '10000', '一萬'],
  ['ko', '2024년 3월, ₩15,000, 3개', '이천이십사년 삼월, 만 오천원, 3개'],
  ['fa', 'می‌روم', 'می‌روم'],
  ['xx', '**a** 5 😀 %\u200b', 'a 5 %'],
  ['auto', '$5 — ok', '$5 — ok'],
  ['constructor', '50%', '50%'],
  ['', '*x*', 'x'],
] as const;

describe('Other languages', () => {
  it.each(ROWS)('in %j reads %j as %j', (language, written, spoken) => {
    expect(normaliseForSpeech(written, language).text).toBe(spoken);
  });

  it('gives plain marks for CJK ones where the language does not write them', () => {
    expect(normaliseForSpeech('Hallo、Welt。', 'de').text).toBe('Hallo, Welt.');
    expect(normaliseForSpeech('你好，世界。', 'zh').text).toBe('你好，世界。');
  });
});
