import { describe, expect, it } from '@jest/globals';

import type { JobState } from '../ports/job-queue.js';
import { workerId } from '../ports/identifiers.js';
import type { ContextEffect, SentenceOrder } from './context-effect.js';
import { ContextDriver, sampleOf } from './context-driver.fixture.js';
import type { DriverOptions } from './context-driver.fixture.js';

const ofKind = <K extends ContextEffect['kind']>(driver: ContextDriver, kind: K) =>
  driver.effects.filter(
    (effect): effect is Extract<ContextEffect, { kind: K }> => effect.kind === kind,
  );

const speaking = (text = 'One here.', options: DriverOptions = {}) =>
  new ContextDriver(options).configure().text(text).done();

const loseWorker = (driver: ContextDriver, counts: boolean, worker = 'worker-1') =>
  driver.handle({ kind: 'workerLost', worker: workerId(worker), counts });

const refuse = (driver: ContextDriver, { address }: SentenceOrder, uncertain = true) =>
  driver.handle({ kind: 'enqueueFailed', address, uncertain });

const check = (driver: ContextDriver, { address }: SentenceOrder, state: JobState) =>
  driver.handle({ kind: 'jobChecked', address, state });

const attempts = (driver: ContextDriver) => driver.orders.map(({ address }) => address.attempt);

const heard = (driver: ContextDriver) => driver.take('audio').flatMap(({ audio }) => audio);

const upTo = (count: number) => Array.from({ length: count }, (_, at) => sampleOf(1, 0, at));

const FAILED = (reason: string) => `Generation failed for utterance 0, sentence 0: ${reason}`;

describe('a worker that is lost', () => {
  it.each([true, false])(
    'hands its sentence to another, from the first missing sample (counts: %s)',
    (counts) => {
      const driver = speaking();
      driver.start(driver.order(0)).chunk(driver.order(0), 0, 5);
      loseWorker(driver, counts);
      const second = driver.order(0);
      expect(second).toMatchObject({ fromSample: 5, toSample: 480_005, address: { attempt: 2 } });
      driver.speak(second, 9);
      expect(heard(driver)).toEqual(upTo(9));
    },
  );

  it('has its stale attempt stopped before the next is queued', () => {
    const driver = speaking();
    driver.start(driver.order(0));
    const effects = loseWorker(driver, true);
    expect(effects.map(({ kind }) => kind).slice(0, 2)).toEqual(['abortAttempts', 'enqueue']);
    expect(effects[0]).toEqual({
      ...{ kind: 'abortAttempts', address: { route: 1, seq: 0, attempt: 2 }, waiting: null },
    });
  });

  it('takes only its own sentences with it', () => {
    const driver = speaking('One here. Two here.');
    driver.start(driver.order(0), 'worker-1').start(driver.order(1), 'worker-2');
    loseWorker(driver, true, 'worker-2');
    expect(driver.orders.map(({ address }) => [address.seq, address.attempt])).toEqual([
      ...[
        [0, 1],
        [1, 1],
      ],
      [1, 2],
    ]);
  });

  it('leaves alone what nobody has started', () => {
    const driver = speaking();
    loseWorker(driver, true);
    expect(driver.orders).toHaveLength(1);
  });

  it('three times, is held against the sentence', () => {
    const driver = speaking();
    for (let at = 0; at < 3; at += 1) {
      driver.start(driver.order(0));
      loseWorker(driver, true);
    }
    expect(driver.orders).toHaveLength(3);
    expect(driver.take('error')).toMatchObject([
      { message: FAILED('every worker that took this sentence died') },
    ]);
    expect(ofKind(driver, 'abortAttempts')).toHaveLength(3);
  });

  it('is never held against the sentence where it only fell silent', () => {
    const driver = speaking();
    for (let at = 0; at < 10; at += 1) {
      driver.start(driver.order(0));
      loseWorker(driver, false);
    }
    driver.speak(driver.order(0));
    expect(driver.take('audio.done')).toMatchObject([{ error: false }]);
  });
});

describe('a stale attempt', () => {
  it('is not heard, whatever it says', () => {
    const driver = speaking();
    const stale = driver.order(0);
    driver.start(stale).handle({ kind: 'streamLost' });
    driver.chunk(stale, 0, 4).end(stale, 4).fail(stale).yieldAt(stale, 4);
    refuse(driver, stale);
    check(driver, stale, 'unknown');
    expect(driver.take()).toEqual([]);
    expect(attempts(driver)).toEqual([1, 2]);
  });

  it('cannot end a sentence that failed', () => {
    const driver = speaking();
    const stale = driver.order(0);
    driver.fail(stale).chunk(stale, 0, 4).end(stale, 4);
    expect(driver.take('audio')).toEqual([]);
  });
});

describe('chunks of one attempt', () => {
  it('that overlap are heard once', () => {
    const driver = speaking();
    const order = driver.order(0);
    driver.start(order).chunk(order, 0, 4).chunk(order, 0, 4).chunk(order, 2, 7).end(order, 7);
    expect(heard(driver)).toEqual(upTo(7));
  });

  it('with a hole between them are made again from the hole', () => {
    const driver = speaking();
    const order = driver.order(0);
    driver.start(order).chunk(order, 0, 4).chunk(order, 6, 8);
    expect(driver.order(0)).toMatchObject({ fromSample: 4, address: { attempt: 2 } });
    driver.speak(driver.order(0), 8);
    expect(heard(driver)).toEqual(upTo(8));
  });

  it.each([
    ['ends', (driver: ContextDriver, order: SentenceOrder) => driver.end(order, 8)],
    ['yields', (driver: ContextDriver, order: SentenceOrder) => driver.yieldAt(order, 8)],
  ] as const)('of which the last is missing when it %s are made again', (_, finish) => {
    const driver = speaking();
    const order = driver.order(0);
    finish(driver.start(order).chunk(order, 0, 4), order);
    expect(driver.order(0)).toMatchObject({ fromSample: 4, address: { attempt: 2 } });
  });

  it.each([
    ['a hole', (driver: ContextDriver, order: SentenceOrder) => driver.chunk(order, 1, 2)],
    ['a false end', (driver: ContextDriver, order: SentenceOrder) => driver.end(order, 7)],
    ['an empty slice', (driver: ContextDriver, order: SentenceOrder) => driver.yieldAt(order, 0)],
  ] as const)('that never bring more than %s end in a failure, not in a loop', (_, misbehave) => {
    const driver = speaking();
    for (let at = 0; at < 3; at += 1) misbehave(driver.start(driver.order(0)), driver.order(0));
    expect(driver.orders).toHaveLength(3);
    expect(driver.take('error')).toMatchObject([
      { message: FAILED('its audio arrived incomplete') },
    ]);
  });

  it('may lose one after another as long as each attempt brings something', () => {
    const driver = speaking();
    for (let at = 0; at < 10; at += 1) {
      const order = driver.order(0);
      driver
        .start(order)
        .chunk(order, at, at + 1)
        .chunk(order, at + 5, at + 6);
    }
    driver.speak(driver.order(0), 11);
    expect(heard(driver)).toEqual(upTo(11));
  });
});

describe('a failure', () => {
  it('that another worker may avoid is tried again', () => {
    const driver = speaking();
    driver.start(driver.order(0)).chunk(driver.order(0), 0, 2);
    driver.fail(driver.order(0), { retryable: true });
    driver.speak(driver.order(0), 4);
    expect(heard(driver)).toEqual(upTo(4));
    expect(attempts(driver)).toEqual([1, 2]);
  });

  it('that repeats is told at the third time in its own words', () => {
    const driver = speaking();
    for (let at = 0; at < 3; at += 1) driver.fail(driver.order(0), { retryable: true });
    expect(driver.take('error')).toMatchObject([{ message: FAILED('no voice') }]);
    expect(attempts(driver)).toEqual([1, 2, 3]);
  });

  it('that is final is told at once', () => {
    const driver = speaking();
    driver.fail(driver.order(0));
    expect(driver.take('error')).toHaveLength(1);
    expect(attempts(driver)).toEqual([1]);
  });
});

describe('a chunk stream that was lost', () => {
  it('has everything that is out made again, each from where it stood', () => {
    const driver = speaking('One here. Two here.');
    driver.start(driver.order(0)).chunk(driver.order(0), 0, 3);
    driver.handle({ kind: 'streamLost' });
    expect(driver.orders.slice(2)).toMatchObject([
      { fromSample: 3, address: { seq: 0, attempt: 2 } },
      { fromSample: 0, address: { seq: 1, attempt: 2 } },
    ]);
  });
});

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
    loseWorker(driver, false);
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

  it('is not asked about once it is started', () => {
    const driver = speaking();
    driver.start(driver.order(0)).wait(60_000);
    expect(ofKind(driver, 'checkJob')).toEqual([]);
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

  it('is left alone by a check that comes back after its start', () => {
    const driver = speaking();
    driver.start(driver.order(0));
    check(driver, driver.order(0), 'unknown');
    expect(attempts(driver)).toEqual([1]);
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
        waiting: { address, fromSample },
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
