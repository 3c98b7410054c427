import { describe, expect, it } from '@jest/globals';

import { readTraceparent, writeTraceparent } from './traceparent.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe(readTraceparent.name, () => {
  it('reads what it wrote', () => {
    for (const flags of ['00', '01']) {
      const text = `00-${TRACE}-${SPAN}-${flags}`;
      const read = readTraceparent(text);
      expect(read).toMatchObject({ traceId: TRACE, spanId: SPAN, isRemote: true });
      expect(read === null ? '' : writeTraceparent(read)).toBe(text);
    }
  });

  it.each([
    '',
    'garbage',
    `00-${TRACE}-${SPAN}`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  ])('refuses %j', (text) => {
    expect(readTraceparent(text)).toBeNull();
  });
});
