import { describe, expect, it } from '@jest/globals';

import { streamEntries } from './stream-reply.js';

const entry = (...fields: readonly Buffer[]): unknown => [
  Buffer.from('stream'),
  [[Buffer.from('1-0'), fields]],
];
const FIELD = Buffer.from('d');

describe(streamEntries, () => {
  it('reads ids and bytes', () => {
    const bytes = Buffer.from([1, 2]);
    expect(streamEntries([entry(FIELD, bytes)])).toEqual([{ id: '1-0', bytes }]);
  });

  it('finds nothing where a read ran out', () => {
    expect(streamEntries(null)).toEqual([]);
  });

  it.each([
    { what: 'no field', fields: [] },
    { what: 'two fields', fields: [FIELD, FIELD, FIELD, FIELD] },
  ])('gives no bytes for an entry with $what, but its id', ({ fields }) => {
    expect(streamEntries([entry(...fields)])).toEqual([{ id: '1-0', bytes: new Uint8Array(0) }]);
  });
});
