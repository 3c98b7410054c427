import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import type { Slice } from './load-config.js';
import { adminEnv } from './slices/admin-env.js';
import { gatewayEnv } from './slices/gateway-env.js';
import { launcherEnv } from './slices/launcher-env.js';
import { logEnv } from './slices/log-env.js';
import { redisEnv } from './slices/redis-env.js';
import { speechEnv } from './slices/speech-env.js';
import { traceEnv } from './slices/trace-env.js';
import { voicesEnv } from './slices/voices-env.js';
import { workerEnv } from './slices/worker-env.js';

const SLICES: readonly Slice[] = [
  redisEnv,
  gatewayEnv,
  speechEnv,
  workerEnv,
  voicesEnv,
  adminEnv,
  logEnv,
  traceEnv,
  launcherEnv,
];

const SLICES_FOLDER = join(import.meta.dirname, 'slices');
const EXAMPLE = join(import.meta.dirname, '../../../.env.example');

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** The doc comments above the settings, by name, as the source has them. */
const readDocs = (): ReadonlyMap<string, string> => {
  const sources = readdirSync(SLICES_FOLDER).map((file) =>
    readFileSync(join(SLICES_FOLDER, file), 'utf8'),
  );
  const fields = sources.join('\n').matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s*([A-Z][A-Z0-9_]*):/g);
  return new Map(
    [...fields].map(([, doc = '', name = '']) => [name, oneLine(doc.replace(/^\s*\*/gm, ''))]),
  );
};

const defaultOf = (field: unknown): string =>
  field instanceof z.ZodPrefault ? String(field.def.defaultValue) : '';

const documented = () => {
  const docs = readDocs();
  return SLICES.flatMap(({ shape }) => Object.entries(shape)).map(([name, field]) => ({
    name,
    value: defaultOf(field),
    doc: docs.get(name) ?? 'has no doc comment',
  }));
};

/** The settings of `.env.example`: `# NAME=default` below the comment lines that say what it means. */
const exampled = () => {
  const blocks = readFileSync(EXAMPLE, 'utf8').split(/\n\s*\n/);
  const settings = blocks.map((block) => /^((?:# .*\n)+)# ([A-Z0-9_]+)=(.*)$/.exec(block.trim()));
  return settings.flatMap((match) =>
    match === null
      ? []
      : [
          {
            name: match[2] ?? '',
            value: match[3] ?? '',
            doc: oneLine((match[1] ?? '').replace(/^# /gm, '')),
          },
        ],
  );
};

describe('.env.example', () => {
  it('holds every setting once, in the order of the slices, with its default and its meaning', () => {
    expect(exampled()).toEqual(documented());
  });

  it('sets nothing, so that a copy keeps the defaults of later versions', () => {
    const live = readFileSync(EXAMPLE, 'utf8')
      .split('\n')
      .filter((line) => /^[^#\s]/.test(line));
    expect(live).toEqual([]);
  });
});
