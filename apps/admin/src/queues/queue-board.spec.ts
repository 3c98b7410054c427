import { describe, expect, it } from '@jest/globals';

import { withoutText } from './queue-board.js';

describe(withoutText, () => {
  it('hides what is to be spoken, and leaves the rest', () => {
    const shown = withoutText({ text: 'Our secret.', voice: 'joe', seq: 3 });
    expect(shown).toEqual({ text: '(not shown)', voice: 'joe', seq: 3 });
  });

  it('shows nothing of what it does not know', () => {
    expect(withoutText('Our secret.')).toBe('(not shown)');
    expect(withoutText(['Our secret.'])).toBe('(not shown)');
    expect(withoutText(null)).toBe('(not shown)');
  });
});
