import { describe, expect, it } from '@jest/globals';

import { productionTree } from './production-tree.mjs';

const lock = {
  packages: {
    '': { workspaces: ['apps/*', 'libs/*'], devDependencies: { jest: '1' } },
    'apps/web': { dependencies: { '@our/lib': '*', a: '1' }, devDependencies: { jest: '1' } },
    'apps/web/node_modules/a': { version: '2.0.0' },
    'libs/lib': { dependencies: { a: '1' }, optionalDependencies: { native: '1' } },
    'node_modules/@our/lib': { resolved: 'libs/lib', link: true },
    'node_modules/a': { version: '1.0.0', dependencies: { b: '1' } },
    'node_modules/b': {
      peerDependencies: { peer: '1', extra: '1' },
      peerDependenciesMeta: { extra: { optional: true } },
    },
    'node_modules/extra': {},
    'node_modules/jest': {},
    'node_modules/native': { optional: true },
    'node_modules/peer': { dependencies: { a: '1' } },
  },
};

describe(productionTree.name, () => {
  it('follows dependencies through workspaces, and takes the nearest version of each', () => {
    expect(productionTree(lock, ['apps/web'])).toEqual({
      workspaces: ['apps/web', 'libs/lib'],
      packages: [
        'apps/web/node_modules/a',
        'node_modules/@our/lib',
        'node_modules/a',
        'node_modules/b',
        'node_modules/native',
        'node_modules/peer',
      ],
    });
  });

  it('ends where packages need each other', () => {
    const circle = {
      packages: {
        app: { dependencies: { a: '1' } },
        'node_modules/a': { dependencies: { b: '1' } },
        'node_modules/b': { dependencies: { a: '1' } },
      },
    };
    expect(productionTree(circle, ['app']).packages).toEqual(['node_modules/a', 'node_modules/b']);
  });
});
