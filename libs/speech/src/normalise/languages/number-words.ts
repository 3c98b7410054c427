import { toCardinal as inAmharic } from 'n2words/am-ET';
import { toCardinal as inArabic } from 'n2words/ar-SA';
import { toCardinal as inAzerbaijani } from 'n2words/az-AZ';
import { toCardinal as inBelgianFrench } from 'n2words/fr-BE';
import { toCardinal as inBengali } from 'n2words/bn-BD';
import { toCardinal as inChineseSimplified } from 'n2words/zh-Hans-CN';
import { toCardinal as inChineseTraditional } from 'n2words/zh-Hant-TW';
import { toCardinal as inCroatian } from 'n2words/hr-HR';
import { toCardinal as inCzech } from 'n2words/cs-CZ';
import { toCardinal as inDutch } from 'n2words/nl-NL';
import { toCardinal as inFilipino } from 'n2words/fil-PH';
import { toCardinal as inFrench } from 'n2words/fr-FR';
import { toCardinal as inGeorgian } from 'n2words/ka-GE';
import { toCardinal as inGerman } from 'n2words/de-DE';
import { toCardinal as inGreek } from 'n2words/el-GR';
import { toCardinal as inGujarati } from 'n2words/gu-IN';
import { toCardinal as inHausa } from 'n2words/ha-NG';
import { toCardinal as inHindi } from 'n2words/hi-IN';
import { toCardinal as inHungarian } from 'n2words/hu-HU';
import { toCardinal as inIndonesian } from 'n2words/id-ID';
import { toCardinal as inItalian } from 'n2words/it-IT';
import { toCardinal as inKannada } from 'n2words/kn-IN';
import { toCardinal as inKorean } from 'n2words/ko-KR';
import { toCardinal as inLatvian } from 'n2words/lv-LV';
import { toCardinal as inLithuanian } from 'n2words/lt-LT';
import { toCardinal as inMalay } from 'n2words/ms-MY';
import { toCardinal as inMarathi } from 'n2words/mr-IN';
import { toCardinal as inNorwegian } from 'n2words/nb-NO';
import { toCardinal as inPersian } from 'n2words/fa-IR';
import { toCardinal as inPolish } from 'n2words/pl-PL';
import { toCardinal as inPortuguese } from 'n2words/pt-PT';
import { toCardinal as inPunjabi } from 'n2words/pa-IN';
import { toCardinal as inRomanian } from 'n2words/ro-RO';
import { toCardinal as inRussian } from 'n2words/ru-RU';
import { toCardinal as inSerbianCyrillic } from 'n2words/sr-Cyrl-RS';
import { toCardinal as inSerbianLatin } from 'n2words/sr-Latn-RS';
import { toCardinal as inSpanish } from 'n2words/es-ES';
import { toCardinal as inSwahili } from 'n2words/sw-KE';
import { toCardinal as inTamil } from 'n2words/ta-IN';
import { toCardinal as inTelugu } from 'n2words/te-IN';
import { toCardinal as inThai } from 'n2words/th-TH';
import { toCardinal as inTurkish } from 'n2words/tr-TR';
import { toCardinal as inUkrainian } from 'n2words/uk-UA';
import { toCardinal as inUrdu } from 'n2words/ur-PK';
import { toCardinal as inVietnamese } from 'n2words/vi-VN';
import { toCardinal as inYoruba } from 'n2words/yo-NG';

import type { LanguageTag } from '../language-tag.js';

/** Reads a plain decimal number ('1234.5') in the words of one language. */
export type NumberWords = (value: string) => string;

/** "neunzehnhundertvierundachtzig": hundreds are how Germans read years, and right for counts. */
const german: NumberWords = (value) => {
  const [whole = '', decimals] = value.split('.');
  if (decimals !== undefined) {
    return `${german(whole)} Komma ${Array.from(decimals, (digit) => inGerman(digit)).join(' ')}`;
  }
  if (!/^1[1-9]\d\d$/.test(value)) return inGerman(value);
  const rest = Number(value.slice(2));
  return `${inGerman(value.slice(0, 2))}hundert${rest === 0 ? '' : inGerman(rest)}`;
};

const spanish = (words: string): string =>
  words.replace(/veintiuno (?=mil)/g, 'veintiún ').replace(/uno (?=mil)/g, 'un ');

const chinese = (words: string): string => words.replace(/^一十/, '十');

const brazilian: NumberWords = (value) =>
  inPortuguese(value)
    .replaceAll('dezasseis', 'dezesseis')
    .replaceAll('dezassete', 'dezessete')
    .replaceAll('dezanove', 'dezenove')
    .replaceAll('mil milhões', 'bilhões')
    .replaceAll('um bilhões', 'um bilhão');

// Danish, Finnish, Hebrew, Japanese and Swedish are left out on purpose: the words made for them
// are wrong in places or cannot be pronounced by the phonemiser, which reads their digits well.
const NUMBER_WORDS: Readonly<Record<string, NumberWords>> = {
  am: (value) => inAmharic(value),
  ar: (value) => inArabic(value),
  az: (value) => inAzerbaijani(value),
  bn: (value) => inBengali(value),
  cs: (value) => inCzech(value),
  de: german,
  el: (value) => inGreek(value),
  es: (value) => spanish(inSpanish(value)),
  fa: (value) => inPersian(value),
  fil: (value) => inFilipino(value),
  fr: (value) => inFrench(value),
  gu: (value) => inGujarati(value),
  ha: (value) => inHausa(value),
  hi: (value) => inHindi(value),
  hr: (value) => inCroatian(value),
  hu: (value) => inHungarian(value),
  id: (value) => inIndonesian(value),
  it: (value) => inItalian(value),
  ka: (value) => inGeorgian(value),
  kn: (value) => inKannada(value),
  ko: (value) => inKorean(value),
  lt: (value) => inLithuanian(value),
  lv: (value) => inLatvian(value),
  mr: (value) => inMarathi(value),
  ms: (value) => inMalay(value),
  nb: (value) => inNorwegian(value).replaceAll(',', ''),
  nl: (value) => inDutch(value),
  pa: (value) => inPunjabi(value),
  pl: (value) => inPolish(value),
  pt: (value) => inPortuguese(value),
  ro: (value) => inRomanian(value),
  ru: (value) => inRussian(value),
  sr: (value) => inSerbianCyrillic(value).replaceAll('o', 'о'),
  'sr-Latn': (value) => inSerbianLatin(value),
  sw: (value) => inSwahili(value),
  ta: (value) => inTamil(value),
  te: (value) => inTelugu(value),
  th: (value) => inThai(value),
  tr: (value) => inTurkish(value),
  uk: (value) => inUkrainian(value).replaceAll('i', 'і'),
  ur: (value) => inUrdu(value),
  vi: (value) => inVietnamese(value),
  yo: (value) => inYoruba(value),
  zh: (value) => chinese(inChineseSimplified(value, { formal: false })),
  'zh-Hant': (value) => chinese(inChineseTraditional(value, { formal: false })),
  'fr-BE': (value) => inBelgianFrench(value),
  'fr-CH': (value) => inBelgianFrench(value),
  'pt-BR': brazilian,
};

/** How numbers are read in a language; undefined where its digits are better left as they are. */
export const numberWords = ({ primary, script, region }: LanguageTag): NumberWords | undefined =>
  NUMBER_WORDS[`${primary}-${region.toUpperCase()}`] ??
  NUMBER_WORDS[`${primary}-${scriptOf(primary, script, region)}`] ??
  NUMBER_WORDS[primary];

const scriptOf = (primary: string, script: string, region: string): string => {
  if (script === 'hant' || (primary === 'zh' && /^(?:tw|hk|mo)$/.test(region))) return 'Hant';
  return script === 'latn' ? 'Latn' : '';
};
