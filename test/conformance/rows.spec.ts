import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from '@jest/globals';

import { ROWS_THAT_DO_NOT_APPLY, UPSTREAM_ROWS } from './upstream-rows.js';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

const SOURCES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.spec.ts'))
  .map((name) => readFileSync(`${FOLDER}/${name}`, 'utf8'));

/** The specs with a test of that row. */
const specsOf = (row: number) => SOURCES.filter((source) => source.includes(`it('row ${row}: `));

describe("the table of upstream's tests", () => {
  it('numbers all 33 of them', () => {
    expect(UPSTREAM_ROWS.map(({ row }) => row)).toEqual(
      Array.from({ length: 33 }, (_, i) => i + 1),
    );
  });

  it.each(UPSTREAM_ROWS)('row $row, $test, is tested or does not apply', ({ row, profiles }) => {
    const [spec, ...others] = specsOf(row);
    expect(others).toEqual([]);
    expect(spec === undefined).toBe(ROWS_THAT_DO_NOT_APPLY[row] !== undefined);
    if (profiles.length > 1) expect(spec).toContain('describe.each(WIRES)');
  });
});
