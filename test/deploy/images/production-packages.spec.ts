import { existsSync } from 'node:fs';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { inRoot, readText } from '../repository.js';
import { runTool } from '../tools.js';

const treeSchema = z.object({ packages: z.array(z.string()), workspaces: z.array(z.string()) });

/** What scripts/images/collect.mjs would copy; a process of its own, for scripts are no TypeScript. */
const treeOf = (apps: readonly string[]) => {
  const program = `
    import { productionTree } from ${JSON.stringify(inRoot('scripts/images/production-tree.mjs'))};
    const lock = JSON.parse(process.argv[1]);
    console.log(JSON.stringify(productionTree(lock, ${JSON.stringify(apps)})));`;
  const lock = readText('package-lock.json');
  const { stdout } = runTool(process.execPath, ['--input-type=module', '-'], {
    input: program.replace('process.argv[1]', JSON.stringify(lock)),
  });
  return treeSchema.parse(JSON.parse(stdout));
};

const DEVELOPMENT =
  /node_modules\/(jest|@jest|typescript|eslint|@nestjs\/cli|vite|@swc\/core)(\/|$)/;

describe.each([
  ['gateway', ['apps/gateway']],
  ['admin', ['apps/admin']],
  ['worker', ['apps/worker', 'apps/cli']],
])('the packages of the %s', (name, apps) => {
  let tree: z.output<typeof treeSchema>;

  beforeAll(() => {
    tree = treeOf(apps);
  });

  it('are installed, and none of them is a tool of development', () => {
    expect(tree.packages.length).toBeGreaterThan(50);
    expect(tree.packages.filter((path) => DEVELOPMENT.test(path))).toEqual([]);
    expect(tree.workspaces).not.toContain('libs/testing');
  });

  it('hold the model runtime only where models run', () => {
    const hasRuntime = tree.packages.some((path) => path.endsWith('/onnxruntime-node'));
    expect(hasRuntime).toBe(name === 'worker');
    expect(tree.workspaces.includes('libs/phonemizer-espeak')).toBe(name === 'worker');
  });

  it('come from workspaces that exist', () => {
    expect(tree.workspaces.filter((path) => !existsSync(inRoot(path)))).toEqual([]);
  });
});
