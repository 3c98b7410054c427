/** The word that means "the voice this server speaks with unless told otherwise". */
const DEFAULT_VOICE = 'default';

/** What a requested voice name means here. */
export type VoiceResolution =
  | { readonly kind: 'found'; readonly id: string }
  /** `available` is what a client may ask for instead. */
  | { readonly kind: 'unknown'; readonly available: readonly string[] };

/** Why a set of voices and aliases cannot be served. */
export type VoiceDirectoryProblem =
  | { readonly kind: 'default-missing'; readonly target: string }
  | { readonly kind: 'alias-target-missing'; readonly alias: string; readonly target: string };

/** What the directory is made of; ids and aliases are matched without regard to case. */
export interface VoiceDirectoryParts {
  /** Ids that the workers serve. */
  readonly voices: readonly string[];
  /** Ids of voices that clients added. */
  readonly uploaded?: readonly string[];
  /** Alias to voice id, or to `default`. An alias of an alias is not followed. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly defaultVoice: string;
}

/**
 * Finds voices by name, in this order: local id, uploaded id, alias, `default`.
 * So an alias never shadows a voice. A missing or blank name is the default voice.
 */
export interface VoiceDirectory {
  resolve(name: string | null): VoiceResolution;
  /** Every name that resolves, as written by its owner: ids first, then aliases; `default` goes without saying. */
  names(): readonly string[];
  /** Empty when every alias and the default voice lead somewhere; a server with problems must not start. */
  problems(): readonly VoiceDirectoryProblem[];
}

const keyOf = (name: string): string => name.trim().toLowerCase();

/** A name as its owner wrote it, and the voice it leads to. */
type NamedVoice = readonly [name: string, id: string];

/** Indexes names without regard to case; what comes first wins. */
const indexOf = (entries: readonly NamedVoice[]): ReadonlyMap<string, NamedVoice> => {
  const index = new Map<string, NamedVoice>();
  for (const entry of entries) if (!index.has(keyOf(entry[0]))) index.set(keyOf(entry[0]), entry);
  return index;
};

interface AliasTarget {
  readonly alias: string;
  readonly target: string;
  readonly id: string | undefined;
}

const problemsOf = (
  fallback: string | undefined,
  defaultVoice: string,
  aliases: readonly AliasTarget[],
): readonly VoiceDirectoryProblem[] => [
  ...(fallback === undefined ? [{ kind: 'default-missing', target: defaultVoice } as const] : []),
  ...aliases
    .filter(({ target, id }) => id === undefined && keyOf(target) !== DEFAULT_VOICE)
    .map(({ alias, target }) => ({ kind: 'alias-target-missing', alias, target }) as const),
];

/** Builds the directory; cheap enough to build anew whenever the set of voices changes. */
export const createVoiceDirectory = (parts: VoiceDirectoryParts): VoiceDirectory => {
  const ids = [...parts.voices, ...(parts.uploaded ?? [])];
  const own = indexOf(ids.map((id) => [id, id]));
  const fallback = own.get(keyOf(parts.defaultVoice))?.[1];
  const aliases = Object.entries(parts.aliases).map(([alias, target]) => {
    const id = keyOf(target) === DEFAULT_VOICE ? fallback : own.get(keyOf(target))?.[1];
    return { alias, target, id };
  });
  const reachable = aliases.flatMap(({ alias, id }): readonly NamedVoice[] =>
    id === undefined ? [] : [[alias, id]],
  );
  const index = indexOf([...own.values(), ...reachable]);
  const names = [...index.values()].map(([name]) => name);
  const idOf = (key: string): string | undefined =>
    index.get(key)?.[1] ?? (key === DEFAULT_VOICE ? fallback : undefined);
  return {
    resolve: (name) => {
      const key = keyOf(name ?? '');
      const id = key === '' ? fallback : idOf(key);
      return id === undefined ? { kind: 'unknown', available: names } : { kind: 'found', id };
    },
    names: () => names,
    problems: () => problemsOf(fallback, parts.defaultVoice, aliases),
  };
};
