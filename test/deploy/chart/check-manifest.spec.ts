import { describe, expect, it } from '@jest/globals';

import { complaintsAbout } from './check-manifest.js';

const service = (port: object) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a', labels: { any: 'thing' } },
  spec: { selector: { any: 'thing' }, ports: [port] },
});

describe(complaintsAbout.name, () => {
  it('has none about a good object', () => {
    expect(complaintsAbout(service({ name: 'http', port: 80 }))).toEqual([]);
  });

  it('names a field that nobody knows, however deep', () => {
    expect(complaintsAbout(service({ port: 80, tragetPort: 1 }))).toEqual([
      '/spec/ports/0/tragetPort is not a field',
    ]);
  });

  it('names a value of the wrong type', () => {
    expect(complaintsAbout(service({ port: 'eighty' }))[0]).toContain('/spec/ports/0/port');
  });

  it('names a kind that is not known', () => {
    const stray = { apiVersion: 'v1', kind: 'Servce', metadata: { name: 'a', labels: {} } };
    expect(complaintsAbout(stray)).toEqual(['v1 Servce is not a known kind']);
  });
});
