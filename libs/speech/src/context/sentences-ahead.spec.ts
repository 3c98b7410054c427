import { describe, expect, it } from '@jest/globals';

import { ContextDriver } from './context-driver.fixture.js';
import { sentencesAhead } from './sentences-ahead.js';

const TEXT = 'This is the first of three. This is the second of three. This is the last of three.';

const speaking = (): ContextDriver => new ContextDriver().configure().text(TEXT).done();

const aheadOf = (driver: ContextDriver, seq: number): number | null =>
  driver.machine.sentencesAhead(driver.order(seq).address);

describe(sentencesAhead.name, () => {
  it('counts what goes out before a sentence', () => {
    const driver = speaking();
    expect([0, 1, 2].map((seq) => aheadOf(driver, seq))).toEqual([0, 1, 2]);
  });

  it('counts less once a sentence before it is out', () => {
    const driver = speaking();
    driver.start(driver.order(0)).chunk(driver.order(0), 0, 10).end(driver.order(0), 10);
    expect([1, 2].map((seq) => aheadOf(driver, seq))).toEqual([0, 1]);
  });

  it('knows nothing of sentences that are over, and of attempts that were given up', () => {
    const driver = speaking();
    const [first, second] = [driver.order(0), driver.order(1)];
    driver.start(first).end(first, 0);
    expect(driver.machine.sentencesAhead(first.address)).toBeNull();
    const next = { ...second.address, attempt: second.address.attempt + 1 };
    expect(driver.machine.sentencesAhead(next)).toBeNull();
  });
});
