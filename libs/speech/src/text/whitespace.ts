// Python's `str.isspace`, `str.strip` and `\s`: unlike JavaScript's it has U+001C–1F and U+0085,
// and it lacks U+FEFF. All of it lies in the basic plane, so one UTF-16 unit decides.
const WHITESPACE: ReadonlySet<number> = new Set([
  ...[0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680],
  ...[0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a],
  ...[0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
]);

/** Says whether a UTF-16 unit is whitespace as Python counts it. */
export const isWhitespace = (unit: number): boolean => WHITESPACE.has(unit);
