import { describe, expect, it } from '@jest/globals';

import type { DriverOptions } from './context-driver.fixture.js';
import { ContextDriver } from './context-driver.fixture.js';
import { owedAudio } from './owed-audio.js';
import { estimatedSeconds } from './playout.js';
import type { UtteranceConfig } from './utterance-config.js';

const FIRST = 'This is the first of the sentences.';
const SECOND = 'And this is the other one of the two.';

const speaking = (
  change: Partial<UtteranceConfig> = {},
  limits: DriverOptions['limits'] = {},
): ContextDriver => {
  const driver = new ContextDriver({ limits }).configure(change);
  return driver.text(`${FIRST} ${SECOND} `).done();
};

describe(owedAudio.name, () => {
  it('owes nothing before anything was said', () => {
    expect(new ContextDriver().machine.owed).toEqual({
      seconds: 0,
      queuedSeconds: 0,
      hasListener: false,
      hasBegun: false,
    });
  });

  it('owes what it guesses the sentences to last', () => {
    const { owed } = speaking().machine;
    const guess = estimatedSeconds(FIRST) + estimatedSeconds(SECOND);
    expect(owed.seconds).toBeCloseTo(guess, 6);
    expect(owed.queuedSeconds).toBeCloseTo(guess, 6);
    expect(owed).toMatchObject({ hasListener: true, hasBegun: true });
  });

  it('tells what the queue holds from what is still held back', () => {
    const { owed } = speaking({}, { sentencesInFlight: 1 }).machine;
    expect(owed.queuedSeconds).toBeCloseTo(estimatedSeconds(FIRST), 6);
    expect(owed.seconds).toBeGreaterThan(owed.queuedSeconds);
  });

  it('counts what nobody could be asked for among the queue, so that somebody is woken', () => {
    const driver = speaking({}, { sentencesInFlight: 1 });
    const { address } = driver.order(0);
    driver.handle({ kind: 'enqueueFailed', address, uncertain: false });
    expect(driver.machine.owed.queuedSeconds).toBeCloseTo(estimatedSeconds(FIRST), 6);
  });

  it('has no listener where files are made', () => {
    expect(speaking({ priority: 'batch' }).machine.owed.hasListener).toBe(false);
  });

  it('owes nothing of what cannot be spoken', () => {
    const driver = speaking({ format: 'mp3' });
    expect(driver.machine.owed).toMatchObject({ seconds: 0, hasListener: false });
  });

  it('owes nothing once all is made, and knows that it has spoken', () => {
    const driver = speaking().speakAll();
    expect(driver.machine.owed).toEqual({
      seconds: 0,
      queuedSeconds: 0,
      hasListener: false,
      hasBegun: true,
    });
  });
});
