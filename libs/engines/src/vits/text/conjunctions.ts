/** Words before which a long sentence may take a breath, by language; all in lower case. */
const CONJUNCTIONS: Readonly<Record<string, string>> = {
  en: 'and or but nor yet so because although though while whereas unless until when where if which who that since before after',
  de: 'und oder aber sondern denn weil obwohl während wenn als dass damit bevor nachdem wo der die das welcher welche welches',
  fr: 'et ou mais donc or ni car parce puisque quand lorsque si que qui dont où avant après',
  es: 'y e o u pero sino aunque porque cuando donde si que quien mientras antes después',
  it: 'e o ma però oppure perché poiché quando dove se che chi mentre prima dopo',
  pt: 'e ou mas porém porque pois quando onde se que quem enquanto antes depois',
  nl: 'en of maar want omdat hoewel terwijl als toen dat die waar voordat nadat',
  pl: 'i oraz lub albo ale lecz bo ponieważ chociaż gdy kiedy gdzie jeśli że który która które',
  ru: 'и или но а потому хотя когда где если что чтобы который которая которое пока',
  uk: 'і й або але а бо тому хоча коли де якщо що щоб який яка яке поки',
};

const BY_LANGUAGE = new Map(
  Object.entries(CONJUNCTIONS).map(([language, words]) => [language, new Set(words.split(' '))]),
);

/** True if `word` opens a new thought in the language (a BCP-47 tag). */
export const isConjunction = (word: string, language: string): boolean =>
  BY_LANGUAGE.get(language.split('-')[0] ?? '')?.has(word.toLowerCase()) ?? false;
