import { describe, expect, it } from '@jest/globals';

import { brokenBecause } from './sound-check.js';

describe(brokenBecause.name, () => {
  it('lets speech pass, pauses included', () => {
    expect(brokenBecause(Float32Array.of(0, 0, 1e-9, 0))).toBeNull();
  });

  it('finds NaN anywhere', () => {
    expect(brokenBecause(Float32Array.of(0.1, NaN, 0.2))).toContain('NaN');
  });

  it('does not take digital silence for speech', () => {
    expect(brokenBecause(new Float32Array(256))).toContain('zeros');
  });
});
