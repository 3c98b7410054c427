import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['redis-server', 'valkey-server'];

/** Finds a server program on PATH; throws an error that says how to get one. */
export const redisServerPath = (path = process.env['PATH'] ?? ''): string => {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const found = folders
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    'no redis-server or valkey-server on PATH; install one: ' +
      '`apt-get install redis-server`, `brew install redis` or `dnf install valkey`',
  );
};

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
