import { describe, expect, it } from '@jest/globals';

import { missingPackages } from './packages.mjs';

const locked = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/b': { version: '2.0.0' },
  'node_modules/other-platform': { version: '1.0.0', optional: true },
  'node_modules/@chorale/speech': { link: true },
};

const installed = {
  'node_modules/a': { version: '1.0.0' },
  'node_modules/b': { version: '2.0.0' },
  'node_modules/@chorale/speech': { link: true },
};

describe(missingPackages.name, () => {
  it('finds nothing to do when all but optional packages are there', () => {
    expect(missingPackages(locked, installed)).toEqual([]);
  });

  it('names absent packages and other versions', () => {
    const old = { ...installed, 'node_modules/b': { version: '1.9.0' } };
    delete old['node_modules/a'];
    expect(missingPackages(locked, old)).toEqual(['node_modules/a', 'node_modules/b']);
  });

  it('wants an optional package that is there in another version replaced', () => {
    const old = { ...installed, 'node_modules/other-platform': { version: '0.9.0' } };
    expect(missingPackages(locked, old)).toEqual(['node_modules/other-platform']);
  });
});
