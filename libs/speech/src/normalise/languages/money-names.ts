/** The forms of a noun behind a number, by plural category; `single` is the whole phrase for exactly one. */
export interface NounForms {
  readonly single?: string;
  readonly one?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

type MoneyNames = Readonly<Record<string, NounForms>>;

const noun = (single: string, other: string): NounForms => ({ single, other });
const fixed = (other: string): NounForms => ({ other });
const slavic = (one: string, few: string, [many, other]: readonly [string, string]): NounForms => ({
  one,
  few,
  many,
  other,
});

/**
 * What currency signs are called, by language; signs that are missing stay as they are, among them
 * those whose noun would ask for feminine numbers, which the number words do not have.
 */
export const MONEY_NAMES: Readonly<Record<string, MoneyNames>> = {
  de: {
    '€': noun('ein Euro', 'Euro'),
    $: noun('ein Dollar', 'Dollar'),
    '£': noun('ein Pfund', 'Pfund'),
    '¥': noun('ein Yen', 'Yen'),
  },
  fr: {
    '€': noun('un euro', 'euros'),
    $: noun('un dollar', 'dollars'),
    '£': noun('une livre', 'livres'),
    '¥': noun('un yen', 'yens'),
  },
  es: {
    '€': noun('un euro', 'euros'),
    $: noun('un dólar', 'dólares'),
    '£': noun('una libra', 'libras'),
    '¥': noun('un yen', 'yenes'),
  },
  it: {
    '€': noun('un euro', 'euro'),
    $: noun('un dollaro', 'dollari'),
    '£': noun('una sterlina', 'sterline'),
    '¥': noun('uno yen', 'yen'),
  },
  pt: {
    '€': noun('um euro', 'euros'),
    R$: noun('um real', 'reais'),
    $: noun('um dólar', 'dólares'),
    '£': noun('uma libra', 'libras'),
    '¥': noun('um iene', 'ienes'),
  },
  nl: {
    '€': fixed('euro'),
    $: fixed('dollar'),
    '£': fixed('pond'),
    '¥': fixed('yen'),
  },
  sv: { '€': fixed('euro'), $: fixed('dollar'), '£': fixed('pund'), '¥': fixed('yen') },
  da: { '€': fixed('euro'), $: fixed('dollar'), '£': fixed('pund'), '¥': fixed('yen') },
  nb: { '€': fixed('euro'), $: fixed('dollar'), '£': fixed('pund'), '¥': fixed('yen') },
  fi: {
    '€': noun('1 euro', 'euroa'),
    $: noun('1 dollari', 'dollaria'),
    '£': noun('1 punta', 'puntaa'),
    '¥': noun('1 jeni', 'jeniä'),
  },
  tr: {
    '₺': fixed('lira'),
    '€': fixed('avro'),
    $: fixed('dolar'),
    '£': fixed('sterlin'),
    '¥': fixed('yen'),
  },
  pl: {
    zł: slavic('złoty', 'złote', ['złotych', 'złotego']),
    '€': fixed('euro'),
    $: slavic('dolar', 'dolary', ['dolarów', 'dolara']),
    '£': slavic('funt', 'funty', ['funtów', 'funta']),
  },
  cs: {
    '€': fixed('euro'),
    $: { one: 'dolar', few: 'dolary', many: 'dolaru', other: 'dolarů' },
  },
  ru: {
    '₽': slavic('рубль', 'рубля', ['рублей', 'рубля']),
    '€': fixed('евро'),
    $: slavic('доллар', 'доллара', ['долларов', 'доллара']),
    '£': slavic('фунт', 'фунта', ['фунтов', 'фунта']),
  },
  uk: {
    '€': fixed('євро'),
    $: slavic('долар', 'долари', ['доларів', 'долара']),
    '£': slavic('фунт', 'фунти', ['фунтів', 'фунта']),
  },
  ja: { '¥': fixed('えん'), $: fixed('ドル'), '€': fixed('ユーロ'), '£': fixed('ポンド') },
  ko: {
    '₩': fixed('원'),
    $: fixed('달러'),
    '€': fixed('유로'),
    '£': fixed('파운드'),
    '¥': fixed('엔'),
  },
  zh: { '¥': fixed('元'), $: fixed('美元'), '€': fixed('欧元'), '£': fixed('英镑') },
  hi: {
    '₹': noun('एक रुपया', 'रुपये'),
    $: fixed('डॉलर'),
    '€': fixed('यूरो'),
    '£': fixed('पाउंड'),
  },
  id: { '€': fixed('euro'), $: fixed('dolar'), '£': fixed('pound'), '¥': fixed('yen') },
  vi: { '₫': fixed('đồng'), '€': fixed('euro'), $: fixed('đô la'), '¥': fixed('yên') },
};

/** What stands between the whole amount and its hundredths: "drei Euro fünfzig", "tre euro e cinquanta". */
export const BEFORE_CENTS: Readonly<Record<string, string>> = {
  de: ' ',
  fr: ' ',
  nl: ' ',
  es: ' con ',
  it: ' e ',
  pt: ' e ',
};

/** What links millions to their noun: "dos millones de euros". */
export const AFTER_MILLIONS: Readonly<Record<string, string>> = {
  fr: 'de ',
  es: 'de ',
  it: 'di ',
  pt: 'de ',
};

/** How "%" is said behind a number; `before` is said ahead of it instead. */
export type PercentName = NounForms | { readonly before: string; readonly other?: never };

/** What "%" is called, by language; where it is missing the sign stays. */
export const PERCENT_NAMES: Readonly<Record<string, PercentName>> = {
  de: noun('ein Prozent', 'Prozent'),
  fr: fixed('pour cent'),
  es: fixed('por ciento'),
  it: fixed('per cento'),
  pt: fixed('por cento'),
  nl: fixed('procent'),
  sv: fixed('procent'),
  da: fixed('procent'),
  nb: fixed('prosent'),
  fi: fixed('prosenttia'),
  pl: fixed('procent'),
  ro: fixed('la sută'),
  hu: fixed('százalék'),
  el: fixed('τοις εκατό'),
  cs: { one: 'procento', few: 'procenta', many: 'procenta', other: 'procent' },
  ru: slavic('процент', 'процента', ['процентов', 'процента']),
  uk: slavic('відсоток', 'відсотки', ['відсотків', 'відсотка']),
  ar: fixed('بالمئة'),
  fa: fixed('درصد'),
  he: fixed('אחוז'),
  hi: fixed('प्रतिशत'),
  th: fixed('เปอร์เซ็นต์'),
  id: fixed('persen'),
  ms: fixed('peratus'),
  vi: fixed('phần trăm'),
  ja: fixed('パーセント'),
  ko: fixed('퍼센트'),
  zh: { before: '百分之' },
  tr: { before: 'yüzde ' },
};
