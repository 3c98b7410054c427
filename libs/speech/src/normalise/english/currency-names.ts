/** One of something, many of it. */
export type Noun = readonly [one: string, many: string];

/** What an amount of money is called; `coins` is null where there are none to speak of. */
export interface Currency {
  readonly notes: Noun;
  readonly coins: Noun | null;
}

const money = (unit: string, units: string, coins: Noun | null = null): Currency => ({
  notes: [unit, units],
  coins,
});

const CENTS: Noun = ['cent', 'cents'];

const dollar = (country: string): Currency =>
  money(`${country} dollar`, `${country} dollars`, CENTS);

const DOLLAR = money('dollar', 'dollars', CENTS);
const EURO = money('euro', 'euros', CENTS);
const POUND = money('pound', 'pounds', ['penny', 'pence']);
const YEN = money('yen', 'yen');
const YUAN = money('yuan', 'yuan');
const RUPEE = money('rupee', 'rupees', ['paisa', 'paise']);
const WON = money('won', 'won');
const RUBLE = money('ruble', 'rubles', ['kopeck', 'kopecks']);
const LIRA = money('lira', 'lira');
const SHEKEL = money('shekel', 'shekels');
const ZLOTY = money('zloty', 'zlotys', ['grosz', 'groszy']);
const CROWN = money('crown', 'crowns');
const REAL = money('real', 'reais', ['centavo', 'centavos']);
const BAHT = money('baht', 'baht');
const BITCOIN = money('bitcoin', 'bitcoins');

/** Currencies by the sign written before or after an amount. */
export const CURRENCY_SIGNS: Readonly<Record<string, Currency>> = {
  $: DOLLAR,
  US$: dollar('US'),
  CA$: dollar('Canadian'),
  C$: dollar('Canadian'),
  AU$: dollar('Australian'),
  A$: dollar('Australian'),
  NZ$: dollar('New Zealand'),
  HK$: dollar('Hong Kong'),
  S$: dollar('Singapore'),
  R$: REAL,
  '€': EURO,
  '£': POUND,
  '¥': YEN,
  '₹': RUPEE,
  '₩': WON,
  '₽': RUBLE,
  '₺': LIRA,
  '₪': SHEKEL,
  '₫': money('dong', 'dong'),
  '₴': money('hryvnia', 'hryvnias'),
  '₦': money('naira', 'naira'),
  '₱': money('peso', 'pesos'),
  '฿': BAHT,
  '₿': BITCOIN,
};

/** Currencies by code or by letters that stand for them. */
export const CURRENCY_CODES: Readonly<Record<string, Currency>> = {
  USD: dollar('US'),
  EUR: EURO,
  GBP: POUND,
  JPY: YEN,
  CNY: YUAN,
  RMB: YUAN,
  INR: RUPEE,
  CAD: dollar('Canadian'),
  AUD: dollar('Australian'),
  NZD: dollar('New Zealand'),
  HKD: dollar('Hong Kong'),
  SGD: dollar('Singapore'),
  CHF: money('Swiss franc', 'Swiss francs'),
  SEK: money('Swedish krona', 'Swedish kronor'),
  NOK: money('Norwegian krone', 'Norwegian kroner'),
  DKK: money('Danish krone', 'Danish kroner'),
  PLN: ZLOTY,
  CZK: money('Czech crown', 'Czech crowns'),
  HUF: money('forint', 'forints'),
  RUB: RUBLE,
  BRL: REAL,
  MXN: money('Mexican peso', 'Mexican pesos'),
  KRW: WON,
  ZAR: money('rand', 'rand'),
  ILS: SHEKEL,
  THB: BAHT,
  AED: money('dirham', 'dirhams'),
  SAR: money('riyal', 'riyals'),
  BTC: BITCOIN,
  ETH: money('ether', 'ether'),
  zł: ZLOTY,
  Kč: CROWN,
};
