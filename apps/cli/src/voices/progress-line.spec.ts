import { describe, expect, it } from '@jest/globals';

import type { InstallProgress } from '@chorale/engines';

import { progressLine, ProgressThrottle } from './progress-line.js';

const progress = (changes: Partial<InstallProgress> = {}): InstallProgress => ({
  voice: 'joe',
  file: 'joe.onnx',
  source: 'https://voices.example',
  receivedBytes: 31_600_647,
  totalBytes: 63_201_294,
  ...changes,
});

describe(progressLine.name, () => {
  it('tells percent and size', () => {
    expect(progressLine(progress())).toBe('joe.onnx: 50 % of 63.2 MB from https://voices.example');
  });

  it('tells what has come where the size is not known', () => {
    expect(progressLine(progress({ totalBytes: null }))).toContain('31.6 MB from');
  });
});

describe(ProgressThrottle.name, () => {
  it('shows a terminal ten a second, and a log one in five seconds', () => {
    const shown = (reader: 'terminal' | 'log'): number => {
      const throttle = new ProgressThrottle(reader);
      const times = Array.from({ length: 1_000 }, (_, step) => step * 10);
      return times.filter((nowMs) => throttle.passes(progress(), nowMs)).length;
    };
    expect(shown('terminal')).toBe(100);
    expect(shown('log')).toBe(2);
  });

  it('always shows the first and the last of a file', () => {
    const throttle = new ProgressThrottle('log');
    expect(throttle.passes(progress(), 0)).toBe(true);
    expect(throttle.passes(progress({ receivedBytes: 63_201_294 }), 1)).toBe(true);
    expect(throttle.passes(progress({ file: 'next.onnx' }), 2)).toBe(true);
  });
});
