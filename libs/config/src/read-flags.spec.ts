import { describe, expect, it } from '@jest/globals';

import { flagName, readFlags } from './read-flags.js';

describe(readFlags.name, () => {
  it('reads both spellings of a value, and a bare flag as true', () => {
    expect(readFlags(['--port', '1', '--drain-seconds=5', '--embedded', '--workers', '2'])).toEqual(
      {
        values: { PORT: '1', DRAIN_SECONDS: '5', EMBEDDED: 'true', WORKERS: '2' },
        stray: [],
      },
    );
  });

  it('keeps what stands behind the first equals sign', () => {
    expect(readFlags(['--voice-aliases=a=b,c=d']).values).toEqual({ VOICE_ALIASES: 'a=b,c=d' });
  });

  it('keeps an explicit empty value', () => {
    expect(readFlags(['--host=', 'x'])).toEqual({ values: { HOST: '' }, stray: ['x'] });
  });

  it('calls everything else stray', () => {
    expect(readFlags(['up', '-p', '--', '--PORT'])).toEqual({
      values: {},
      stray: ['up', '-p', '--', '--PORT'],
    });
  });
});

describe(flagName.name, () => {
  it('is what readFlags reads back', () => {
    expect(readFlags([flagName('WORKER_HEALTH_PORT'), '1']).values).toEqual({
      WORKER_HEALTH_PORT: '1',
    });
  });
});
