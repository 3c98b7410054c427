import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const rootAbove = (folder: string): string =>
  existsSync(join(folder, 'nest-cli.json')) ? folder : rootAbove(dirname(folder));

/** Resolves a path from the repository's root, for sources and for what is compiled from them. */
export const inRepository = (path: string): string => join(rootAbove(import.meta.dirname), path);
