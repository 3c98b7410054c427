import { describe, expect, it } from '@jest/globals';

import { workerId } from '../ports/identifiers.js';
import { ContextDriver } from './context-driver.fixture.js';

/** What was noted as wasted, samples by reason; a sample is a millisecond. */
const wasteOf = (driver: ContextDriver): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const effect of driver.effects)
    if (effect.kind === 'noteWaste')
      sums[effect.reason] = (sums[effect.reason] ?? 0) + Math.round(effect.seconds * 1000);
  return sums;
};

/** Two sentences: of the second, 40 samples wait for the first to end. */
const waiting = (): ContextDriver => {
  const driver = new ContextDriver().configure({ sampleRate: 1_000, extended: true });
  driver.text('Go one. Go two. ').start(driver.order(0)).start(driver.order(1));
  return driver.chunk(driver.order(0), 0, 10).chunk(driver.order(1), 0, 40);
};

describe('audio that came and will not be sent', () => {
  it('is what others had to be sent before, when the client leaves', () => {
    const driver = waiting();
    driver.handle({ kind: 'socketClosed', reason: 'slow_consumer' });
    expect(wasteOf(driver)).toEqual({ slow_consumer: 40 });
  });

  it('is what was held back when its utterance is cancelled', () => {
    const driver = waiting();
    driver.handle({ kind: 'cancelled', utteranceIndex: null, playedMs: null });
    expect(wasteOf(driver)).toEqual({ cancelled: 40 });
  });

  it('is what was held back of a sentence that fails', () => {
    const driver = waiting();
    driver.fail(driver.order(1));
    expect(wasteOf(driver)).toEqual({ failed: 40 });
  });

  it('is what a stale attempt still says, and what came twice', () => {
    const driver = waiting();
    const stale = driver.order(1);
    driver.handle({ kind: 'workerLost', worker: workerId('worker-1') });
    driver.chunk(stale, 40, 47).start(driver.order(1), 'worker-2');
    driver.chunk(driver.order(1), 35, 50);
    expect(wasteOf(driver)).toEqual({ superseded: 7 + 5 });
  });

  it('is nothing when all is heard', () => {
    const driver = waiting();
    driver.end(driver.order(0), 10).end(driver.order(1), 40);
    driver.handle({ kind: 'socketClosed', reason: 'client_gone' });
    expect(wasteOf(driver)).toEqual({});
  });
});
