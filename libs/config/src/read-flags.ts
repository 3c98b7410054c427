/** What the command line sets, by environment name, and what it says that is no flag. */
export interface Flags {
  readonly values: Readonly<Record<string, string>>;
  readonly stray: readonly string[];
}

const FLAG = /^--([a-z][a-z0-9-]*)(?:=(.*))?$/s;

const envName = (flag: string): string => flag.toUpperCase().replaceAll('-', '_');

/** Spells an environment name as its flag: `DRAIN_SECONDS` is `--drain-seconds`. */
export const flagName = (name: string): string => `--${name.toLowerCase().replaceAll('_', '-')}`;

interface Flag {
  readonly name: string;
  readonly value: string | undefined;
}

const asFlag = (word: string): Flag | null => {
  const [, flag, value]: readonly (string | undefined)[] = FLAG.exec(word) ?? [];
  return flag === undefined ? null : { name: envName(flag), value };
};

/** Reads `--drain-seconds 5`, `--drain-seconds=5` and `--embedded` (= true) as environment names. */
export const readFlags = (argv: readonly string[]): Flags => {
  const values: Record<string, string> = {};
  const stray: string[] = [];
  let open: Flag | null = null; // may take the next word as its value
  for (const word of argv) {
    const flag = asFlag(word);
    if (flag) values[flag.name] = flag.value ?? 'true';
    else if (open && !word.startsWith('--')) values[open.name] = word;
    else stray.push(word);
    open = flag?.value === undefined ? flag : null;
  }
  return { values, stray };
};
