import { types } from 'node:util';

/** Reads the code of a system error such as `ENOENT`; null for anything else. */
export const codeOf = (error: unknown): string | null =>
  types.isNativeError(error) && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;

/** Says in words what went wrong. */
export const reasonOf = (error: unknown): string => {
  if (codeOf(error) === 'ENOENT') return 'is missing';
  return types.isNativeError(error) ? error.message : String(error);
};
