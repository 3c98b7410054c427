import { createHash } from 'node:crypto';

import { z } from 'zod';

import { splitList } from './field.js';

/** A key that is configured; of its secret only the hash is kept. */
export interface ConfiguredKey {
  /** SHA-256 of the secret, in hexadecimal digits. */
  readonly hash: string;
  readonly name: string;
  /** Whose account its work counts for. */
  readonly tenant: string;
}

/** Shorter secrets could be guessed. */
const MIN_SECRET_LENGTH = 16;

const HASHED = /^sha256:([\da-f]{64})$/i;
const SECRET = /^[\x21-\x7e]+$/;

const hashOf = (secret: string): string | null => {
  const hashed = HASHED.exec(secret)?.[1];
  if (hashed !== undefined) return hashed.toLowerCase();
  const usable = SECRET.test(secret) && secret.length >= MIN_SECRET_LENGTH;
  return usable && !secret.startsWith('sha256:')
    ? createHash('sha256').update(secret).digest('hex')
    : null;
};

const entryOf = (line: string, number: number): ConfiguredKey | null => {
  const [secret = '', name = `key-${number}`, tenant = 'default', ...rest] = line.split(/\s+/);
  const hash = hashOf(secret);
  return hash === null || rest.length > 0 ? null : { hash, name, tenant };
};

const RULE =
  `must be a secret of at least ${MIN_SECRET_LENGTH} visible ASCII characters, or sha256: and ` +
  '64 hexadecimal digits; then, if wanted, a name and a tenant, between blanks';

const readEntries = (
  entries: readonly string[],
  complain: (message: string) => void,
): readonly ConfiguredKey[] => {
  const keys = entries.map((entry, index) => entryOf(entry, index + 1));
  const wrong = keys.findIndex((key) => key === null);
  if (wrong >= 0) complain(`has a key that cannot be used, number ${wrong + 1}: it ${RULE}`);
  const usable = keys.filter((key) => key !== null);
  if (new Set(usable.map(({ hash }) => hash)).size < usable.length)
    complain('holds the same key twice');
  return usable;
};

/** Reads a comma-separated list of keys. */
export const apiKeys = () =>
  z.string().transform((text, context) =>
    readEntries(splitList(text), (message) => {
      context.addIssue(message);
    }),
  );

/** Reads a file of keys, one a line; `#` begins a comment line. Throws, without quoting, for a bad one. */
export const readKeyFile = (text: string): readonly ConfiguredKey[] => {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const entries = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return readEntries(entries, (message) => {
    throw new Error(`the file of keys ${message}`);
  });
};
