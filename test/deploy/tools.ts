import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

import { describe, it } from '@jest/globals';

/** Where `npm run tools` puts what it builds. */
const BUILT_TOOLS = process.env['CHORALE_TOOLS'] ?? join(homedir(), '.cache', 'chorale', 'tools');

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Finds a program on PATH or among the built tools; null when there is none. */
export const findTool = (name: string): string | null => {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), BUILT_TOOLS];
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
};

/** Describes what needs a tool; without it, one skipped test says so. */
export const describeWith = (tool: string, name: string, tests: () => void): void => {
  if (findTool(tool) !== null) describe(name, tests);
  else
    describe(name, () => {
      it.skip(`needs ${tool}: "npm run tools" installs it`, () => undefined);
    });
};

/** How a program ended. */
export interface ToolResult {
  readonly ok: boolean;
  readonly stdout: string;
  /** Both streams, as a person sees them. */
  readonly output: string;
}

const LIMIT_MS = 60_000;
const MEBIBYTE = 1024 * 1024;

/** Runs a tool that is known to be there to its end; `input` goes to its standard input. */
export const runTool = (
  tool: string,
  args: readonly string[],
  options: { readonly input?: string; readonly cwd?: string } = {},
): ToolResult => {
  const { status, stdout, stderr, error } = spawnSync(findTool(tool) ?? tool, args, {
    ...options,
    encoding: 'utf8',
    timeout: LIMIT_MS,
    maxBuffer: 16 * MEBIBYTE,
  });
  if (error !== undefined) throw error;
  return { ok: status === 0, stdout, output: `${stdout}${stderr}` };
};
