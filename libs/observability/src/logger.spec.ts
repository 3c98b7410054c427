import { describe, expect, it } from '@jest/globals';

import { createLogger, type LogLevel } from './logger.js';

const capture = (level: LogLevel): { lines: unknown[]; log: ReturnType<typeof createLogger> } => {
  const lines: unknown[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line));
  return { lines, log: createLogger({ name: 'test', level, write }) };
};

describe(createLogger.name, () => {
  it('writes one JSON object per event', () => {
    const { lines, log } = capture('info');
    log.info({ sentence: 3 }, 'sentence synthesized');
    expect(lines).toMatchObject([{ name: 'test', sentence: 3, msg: 'sentence synthesized' }]);
  });

  it('writes nothing below its level', () => {
    const { lines, log } = capture('warn');
    log.info({}, 'not important');
    expect(lines).toEqual([]);
  });

  it('censors text to be spoken and secrets, also inside objects', () => {
    const { lines, log } = capture('info');
    log.info({ text: 'Hello', job: { text: 'Hello', seq: 1 }, token: 'abc' }, 'a mistake');
    expect(lines).toMatchObject([
      { text: '[redacted]', job: { text: '[redacted]', seq: 1 }, token: '[redacted]' },
    ]);
  });

  it('writes errors with their causes', () => {
    const { lines, log } = capture('error');
    log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed');
    expect(lines).toMatchObject([{ err: { message: expect.stringContaining('inner') } }]);
  });
});
