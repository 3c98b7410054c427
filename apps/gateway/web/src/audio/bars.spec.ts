import { describe, expect, it } from '@jest/globals';

import { barsOf } from './bars.js';

describe(barsOf.name, () => {
  it('shows the highest of the peaks that share a bar', () => {
    expect(barsOf([0.1, 0.4, 0.3, 0.2], { count: 2, span: 4 })).toEqual([0.4, 0.3]);
  });

  it('leaves room for what has not come yet', () => {
    expect(barsOf([0.5], { count: 4, span: 4 })).toEqual([0.5, 0, 0, 0]);
  });

  it('draws nothing beyond its span', () => {
    expect(barsOf([0.1, 0.2, 0.3], { count: 2, span: 2 })).toEqual([0.1, 0.2]);
  });
});
