import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from '@jest/globals';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** Upstream's tests of its HTTP side that Chorale has none for, by number, and why. */
const ROWS_THAT_DO_NOT_APPLY: Readonly<Record<number, string>> = {
  76: 'is about a codec that may run out of budget; the voices here have none',
  80: 'is about stereo, and the voices here are mono; how speed changes lengths is tested in libs/audio',
  81: 'is about samples, which libs/audio tests to the bit',
  87: "is about the parameters of upstream's model",
  90: 'is about names of files; here those are hashes, which the contract of the voice store tests',
  92: 'is about servers without a speech model; a gateway always speaks',
  94: 'is about models that are no speech models',
  95: 'is about a cache of reference clips; voices that clone are not there',
  96: 'counts tokens of reference clips; what is counted here is in row 66',
  97: 'needs a model that takes speaker embeddings',
  103: 'needs a server of cloned voices alone; its counterpart is row 84',
  109: 'is about the first message of a WebSocket, which errors.spec.ts and row 4 test',
  116: 'measures a real model of upstream',
  129: 'needs voices that were cloned beforehand; there are none',
};

const SOURCES = readdirSync(FOLDER)
  .filter((name) => /^(?:rest.*|uploads)\.spec\.ts$/.test(name))
  .map((name) => readFileSync(`${FOLDER}/${name}`, 'utf8'))
  .join('\n');

const FIRST = 62;
const LAST = 130;

describe("upstream's tests of its HTTP side", () => {
  it.each(Array.from({ length: LAST - FIRST + 1 }, (_, i) => FIRST + i))(
    'row %d is tested or does not apply',
    (row) => {
      expect(SOURCES.includes(`'row ${row}: `)).toBe(ROWS_THAT_DO_NOT_APPLY[row] === undefined);
    },
  );
});
