import { describe, expect, it } from '@jest/globals';

import type { JobState } from '../ports/job-queue.js';
import { workerId } from '../ports/identifiers.js';
import type { SentenceOrder } from './context-effect.js';
import { ContextDriver, ofKind } from './context-driver.fixture.js';

const speaking = (text = 'One here.') => new ContextDriver().configure().text(text).done();

const refuse = (driver: ContextDriver, { address }: SentenceOrder, uncertain = true) =>
  driver.handle({ kind: 'enqueueFailed', address, uncertain });

const check = (driver: ContextDriver, { address, fromSample }: SentenceOrder, state: JobState) =>
  driver.handle({ kind: 'jobChecked', address, fromSample, state });

const attempts = (driver: ContextDriver) => driver.orders.map(({ address }) => address.attempt);

const FAILED = (reason: string) => `Generation failed for utterance 0, sentence 0: ${reason}`;

describe('a queue that takes no work', () => {
  it('is offered the sentence again after 250 ms, as a new attempt if it may have it after all', () => {
    const driver = speaking();
    refuse(driver, driver.order(0));
    driver.wait(249);
    expect(attempts(driver)).toEqual([1]);
    driver.wait(1);
    expect(attempts(driver)).toEqual([1, 2]);
  });

  it('is offered the same attempt again if it surely has none', () => {
    const driver = speaking();
    refuse(driver, driver.order(0), false);
    driver.wait(250);
    expect(attempts(driver)).toEqual([1, 1]);
    expect(ofKind(driver, 'abortAttempts')).toEqual([]);
  });

  it('loses no sentence, however many are refused, and keeps their order', () => {
    const driver = speaking('Go one. Go two. Go three. Go four. Go five. Go six.');
    for (let at = 0; at < 5; at += 1) {
      const refused = driver.orders.slice(-4);
      for (const order of refused) refuse(driver, order);
      driver.wait(250);
      expect(driver.orders.slice(-4).map(({ address }) => address.seq)).toEqual([0, 1, 2, 3]);
    }
    driver.speakAll();
    expect(driver.take('audio.done')).toHaveLength(6);
  });

  it('does not give the place of a refused sentence to a later one', () => {
    const driver = speaking('Go one. Go two. Go three. Go four. Go five.');
    refuse(driver, driver.order(0));
    expect(driver.orders.map(({ address }) => address.seq)).toEqual([0, 1, 2, 3]);
  });

  it('is asked again for a sentence that stands behind many finished ones', () => {
    const driver = speaking(Array.from({ length: 12 }, (_, at) => `Go on ${at}.`).join(' '));
    for (const seq of [1, 2, 3, 4, 5, 6, 7]) driver.speak(driver.order(seq));
    driver.start(driver.order(0));
    refuse(driver, driver.order(8));
    driver.wait(250);
    expect(driver.order(8).address.attempt).toBe(2);
  });

  it('has its refusal ignored when a worker has begun after all', () => {
    const driver = speaking();
    driver.start(driver.order(0));
    refuse(driver, driver.order(0));
    driver.speak(driver.order(0));
    expect(attempts(driver)).toEqual([1]);
    expect(driver.take('audio.done')).toHaveLength(1);
  });

  it('fails the sentence as overloaded when the deadline has passed', () => {
    const driver = speaking();
    for (let at = 0; at < 400 && driver.take('error').length === 0; at += 1) {
      refuse(driver, driver.order(0));
      driver.wait(250);
    }
    expect(driver.now).toBeGreaterThanOrEqual(30_000);
    expect(driver.now).toBeLessThan(31_000);
    expect(driver.machine.owes).toBe(false);
  });

  it('is given the full time again for what it took before', () => {
    const driver = speaking();
    refuse(driver, driver.order(0));
    driver.wait(29_000).start(driver.order(0)).wait(10_000);
    driver.handle({ kind: 'workerLost', worker: workerId('worker-1') });
    refuse(driver, driver.order(0));
    driver.wait(250);
    expect(driver.take('error')).toEqual([]);
    expect(attempts(driver)).toEqual([1, 2, 3, 4]);
  });
});

describe('a job that nobody starts', () => {
  it('is asked about every 2 s', () => {
    const driver = speaking().wait(7_000);
    const { address, fromSample } = driver.order(0);
    const checkJob = { kind: 'checkJob', job: { address, fromSample } };
    expect(ofKind(driver, 'checkJob')).toEqual([checkJob, checkJob, checkJob]);
  });

  it('is offered anew when the queue does not know it', () => {
    const driver = speaking();
    check(driver, driver.order(0), 'unknown');
    expect(attempts(driver)).toEqual([1, 2]);
  });

  it('is offered anew when it was taken without a word at two checks in a row', () => {
    const driver = speaking();
    check(driver, driver.order(0), 'active');
    check(driver, driver.order(0), 'waiting');
    check(driver, driver.order(0), 'active');
    expect(attempts(driver)).toEqual([1]);
    check(driver, driver.order(0), 'active');
    expect(attempts(driver)).toEqual([1, 2]);
  });

  it('fails as overloaded after 30 s, and is taken out of the queue', () => {
    const driver = speaking();
    const { address, fromSample } = driver.order(0);
    driver.wait(29_999);
    expect(driver.take()).toEqual([]);
    driver.wait(2_001);
    expect(driver.take('error')).toMatchObject([
      { message: FAILED('overloaded: no worker was free in time') },
    ]);
    expect(ofKind(driver, 'abortAttempts')).toEqual([
      {
        ...{ kind: 'abortAttempts', address: { ...address, attempt: 2 } },
        ...{ waiting: { address, fromSample }, reason: 'failed' },
      },
    ]);
  });

  it('fails in time even if the queue loses it again and again', () => {
    const driver = speaking();
    for (let at = 0; at < 20; at += 1) {
      driver.wait(2_000);
      check(driver, driver.order(0), 'unknown');
    }
    expect(driver.take('error')).toHaveLength(1);
  });

  it('may wait for longer while its listener has enough to hear', () => {
    const driver = speaking('One here. Two here.');
    driver.speak(driver.order(0), 24_000 * 60).wait(60_000);
    expect(driver.take('error')).toEqual([]);
    driver.wait(32_000);
    expect(driver.take('error')).toHaveLength(1);
  });
});

describe('a job that runs', () => {
  it('is asked about when nothing was heard of it for 2 s', () => {
    const driver = speaking();
    const order = driver.order(0);
    driver.wait(500).start(order).wait(1_900).chunk(order, 0, 2).wait(1_999);
    expect(ofKind(driver, 'checkJob')).toEqual([]);
    driver.wait(1);
    const job = { address: order.address, fromSample: 0 };
    expect(ofKind(driver, 'checkJob')).toEqual([{ kind: 'checkJob', job }]);
  });

  it('is made again when the queue does not know it: its last word was lost', () => {
    const driver = speaking();
    const order = driver.order(0);
    driver.start(order).chunk(order, 0, 2);
    check(driver, order, 'unknown');
    expect(driver.order(0)).toMatchObject({ fromSample: 2, address: { attempt: 2 } });
  });

  it('is not judged by what became of its last slice', () => {
    const driver = speaking('One here.');
    const first = driver.order(0);
    driver.start(first).chunk(first, 0, 480_000).yieldAt(first, 480_000);
    expect(driver.order(0)).toMatchObject({ fromSample: 480_000, address: { attempt: 1 } });
    check(driver, first, 'unknown');
    expect(attempts(driver)).toEqual([1, 1]);
  });

  it('may wait for its turn at the worker for as long as it takes', () => {
    const driver = speaking();
    driver.start(driver.order(0));
    for (let at = 0; at < 60; at += 1) {
      driver.wait(2_000);
      check(driver, driver.order(0), 'active');
    }
    driver.speak(driver.order(0));
    expect(attempts(driver)).toEqual([1]);
    expect(driver.take('audio.done')).toMatchObject([{ error: false }]);
  });
});
