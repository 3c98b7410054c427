import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

import type { ApiKeyRecord } from '@chorale/protocol';
import type { ApiKey, NewKey } from '@chorale/speech';

/** Keys that may exist at a time. */
export const MAX_API_KEYS = 10_000;

/** `ck_`, the key's id, and 256 random bits. */
const SECRET = /^ck_([\da-f]{12})_[\w-]{43}$/;

/** Finds the id in a secret; null for what cannot be one of ours, so that nobody is asked about it. */
export const idInSecret = (secret: string): string | null => SECRET.exec(secret)?.[1] ?? null;

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Makes a key and its secret. Throws RangeError for a name or tenant that cannot be one. */
export const mintKey = (request: NewKey, now: number): { record: ApiKeyRecord; secret: string } => {
  const id = randomBytes(6).toString('hex');
  const secret = `ck_${id}_${randomBytes(32).toString('base64url')}`;
  const record = {
    id,
    name: checkedLabel(request.name),
    tenant: checkedLabel(request.tenant),
    createdAt: now,
    limits: { maxSessions: request.limits.maxSessions },
    hash: digest(secret).toString('hex'),
  };
  return { record, secret };
};

const checkedLabel = (label: string): string => {
  if (/^[^\p{Cc}]{1,200}$/u.test(label) && label.trim() !== '') return label;
  throw new RangeError(
    'names and tenants of keys have 1 to 200 characters, none of them a control',
  );
};

const NOBODY = '0'.repeat(64);

/** Compares in constant time; an unknown key takes as long as a wrong secret. */
export const holdsSecret = (
  record: ApiKeyRecord | null,
  secret: string,
): record is ApiKeyRecord => {
  const expected = Buffer.from(record?.hash ?? NOBODY, 'hex');
  return timingSafeEqual(expected, digest(secret)) && record !== null;
};

/** Leaves out the hash. */
export const publicPart = ({ id, name, tenant, createdAt, limits }: ApiKeyRecord): ApiKey => ({
  id,
  name,
  tenant,
  createdAt,
  limits,
});

/** Oldest first. */
export const byAge = (a: ApiKey, b: ApiKey): number =>
  a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
