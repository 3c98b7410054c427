import { openApiDocument } from '@chorale/protocol';
import { describe, expect, it } from '@jest/globals';

import { docsPage } from './docs-page.js';

const page = docsPage(
  openApiDocument({ version: '<1>', profile: 'omni', asksForKeys: false, profiles: false }),
);

describe(docsPage.name, () => {
  it('shows each operation, and the fields that it takes', () => {
    expect(page).toContain('<code>POST /v1/audio/speech</code>');
    expect(page).toContain('<code>input</code> <strong>required</strong>');
    expect(page).toContain('number 0.25 to 4 or null');
    expect(page).toContain('<code>&quot;wav&quot;</code>');
  });

  it('lets nothing become markup that is none', () => {
    expect(page).toContain('Chorale &lt;1&gt;');
  });

  it('needs no script and nothing from elsewhere', () => {
    expect(page).not.toMatch(/<script|https?:\/\//);
  });
});
