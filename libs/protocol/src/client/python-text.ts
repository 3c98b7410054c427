/** An error never sends back more of what it got than this many code points. */
const MAX_ECHO = 200;

const WORDS = new Map<unknown, string>([
  [undefined, 'None'],
  [null, 'None'],
  [true, 'True'],
  [false, 'False'],
]);

/**
 * Renders a JSON value as Python's `str` would, cut after 200 code points. It looks at no more of
 * the value than it shows, so neither size nor depth can hurt.
 */
export const pythonText = (value: unknown): string => {
  const text = typeof value === 'string' ? value : rendered(value);
  return Array.from(text.slice(0, 2 * MAX_ECHO))
    .slice(0, MAX_ECHO)
    .join('');
};

const rendered = (value: unknown): string => {
  const parts: string[] = [];
  let room = MAX_ECHO;
  for (const part of partsOf(value)) {
    parts.push(part);
    room -= part.length;
    if (room <= 0) break;
  }
  return parts.join('');
};

function* partsOf(value: unknown): Generator<string> {
  if (Array.isArray(value)) yield* listParts(value);
  else if (typeof value === 'object' && value !== null) yield* dictParts(value);
  else yield atom(value);
}

function* listParts(list: readonly unknown[]): Generator<string> {
  yield '[';
  for (const [at, item] of list.entries()) {
    if (at > 0) yield ', ';
    yield* partsOf(item);
  }
  yield ']';
}

function* dictParts(dict: object): Generator<string> {
  yield '{';
  for (const [at, [key, value]] of Object.entries(dict).entries()) {
    yield `${at > 0 ? ', ' : ''}${quoted(key)}: `;
    yield* partsOf(value);
  }
  yield '}';
}

const atom = (value: unknown): string =>
  WORDS.get(value) ?? (typeof value === 'string' ? quoted(value) : String(value));

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A string inside a list or dict: single quotes, unless only those occur in it. */
const quoted = (text: string): string => {
  const shown = text.slice(0, 2 * MAX_ECHO);
  const quote = shown.includes("'") && !shown.includes('"') ? '"' : "'";
  const escaped = shown.replace(
    /[\\'\n\r\t]/g,
    (character) =>
      ESCAPES[character] ??
      (character === quote || character === '\\' ? `\\${character}` : character),
  );
  return `${quote}${escaped}${quote}`;
};
