import { describe, expect, it } from '@jest/globals';

import { threadUrl } from './thread-url.js';

describe(threadUrl.name, () => {
  it('lies beside compiled code', () => {
    expect(threadUrl('./x.thread.js', 'file:///app/libs/engines/dist/a/b.js').href).toBe(
      'file:///app/libs/engines/dist/a/x.thread.js',
    );
  });

  it('is the compiled file when the caller runs from source', () => {
    expect(threadUrl('./x.thread.js', 'file:///usr/src/app/libs/engines/src/a/b.ts').href).toBe(
      'file:///usr/src/app/libs/engines/dist/a/x.thread.js',
    );
  });
});
