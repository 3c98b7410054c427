/** The UTF-16 units of some characters, for quick membership tests. */
export const unitsOf = (characters: string): ReadonlySet<number> =>
  new Set(Array.from(characters, (character) => character.charCodeAt(0)));
