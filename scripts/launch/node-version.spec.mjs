import { describe, expect, it } from '@jest/globals';

import { nodeProblem } from './node-version.mjs';

describe(nodeProblem.name, () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.9.1'])('accepts %s', (version) => {
    expect(nodeProblem(version)).toBeNull();
  });

  it.each(['18.20.4', '20.18.3'])('names %s and what is needed instead', (version) => {
    expect(nodeProblem(version)).toContain(version);
    expect(nodeProblem(version)).toContain('20.19');
  });
});
