import { describe, expect, it } from '@jest/globals';

import { readServerEvent } from './server-event.js';

describe(readServerEvent.name, () => {
  it.each([
    [
      { type: 'audio.start', sentence_index: 0, sample_rate: 24000, later: 1 },
      { kind: 'sentence-started', sampleRate: 24000 },
    ],
    [{ type: 'audio.start' }, { kind: 'sentence-started', sampleRate: null }],
    [
      { type: 'audio.done', error: true },
      { kind: 'sentence-ended', failed: true },
    ],
    [
      { type: 'audio.done', total_bytes: 3 },
      { kind: 'sentence-ended', failed: false },
    ],
    [{ type: 'session.done', total_sentences: 2 }, { kind: 'all-spoken' }],
    [
      { type: 'error', message: 'no' },
      { kind: 'problem', message: 'no' },
    ],
    [{ type: 'something.new' }, { kind: 'other' }],
    [[1], { kind: 'other' }],
  ])('reads %j', (message, event) => {
    expect(readServerEvent(JSON.stringify(message))).toEqual(event);
  });

  it('passes over what is not JSON', () => {
    expect(readServerEvent('{')).toEqual({ kind: 'other' });
  });
});
