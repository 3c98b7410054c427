import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** A name that no other process has, dead ones included: host, then 48 random bits. */
export const processName = (): string =>
  `${hostname()
    .replace(/[^\w.-]/g, '_')
    .slice(0, 64)}-${randomBytes(6).toString('hex')}`;
