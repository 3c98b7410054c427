import type { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

interface JestGlobals {
  readonly afterEach: typeof afterEach;
  readonly beforeEach: typeof beforeEach;
  readonly describe: typeof describe;
  readonly expect: typeof expect;
  readonly it: typeof it;
}

/**
 * Takes Jest's functions from the global scope. Importing `@jest/globals` throws outside of Jest,
 * and programs that only need a fake import this library too.
 */
export const jestGlobals = (): JestGlobals => {
  const scope: object = globalThis;
  if (!isJest(scope)) throw new Error('contract suites run under Jest only');
  return scope;
};

const isJest = (scope: object): scope is JestGlobals =>
  ['afterEach', 'beforeEach', 'describe', 'expect', 'it'].every((name) => name in scope);
