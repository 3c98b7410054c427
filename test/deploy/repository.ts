import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** An absolute path inside the repository. */
export const inRoot = (path: string): string => join(ROOT, path);

/** The text of a file of the repository. */
export const readText = (path: string): string => readFileSync(inRoot(path), 'utf8');

/** The names of all settings, as users see them. */
export const settingNames = (): ReadonlySet<string> =>
  new Set(
    [...readText('.env.example').matchAll(/^# ([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name),
  );
