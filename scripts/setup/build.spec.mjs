import { describe, expect, it } from '@jest/globals';

import { hashFiles } from './build.mjs';

const hash = (files) => hashFiles(Object.keys(files), (path) => files[path]);

describe(hashFiles.name, () => {
  it('does not depend on the order of the files', () => {
    expect(hash({ a: '1', b: '2' })).toBe(hash({ b: '2', a: '1' }));
  });

  it.each([
    ['a content', { a: '1', b: '3' }],
    ['a name', { a: '1', c: '2' }],
    ['the border between two files', { a: '1b', b: '' }],
    ['the number of files', { a: '1' }],
  ])('changes with %s', (_what, files) => {
    expect(hash(files)).not.toBe(hash({ a: '1', b: '2' }));
  });
});
