import { describe, expect, it } from '@jest/globals';

import type { JobState } from '../ports/job-queue.js';
import { workerId } from '../ports/identifiers.js';
import type { SentenceOrder } from './context-effect.js';
import { ContextDriver, sampleOf } from './context-driver.fixture.js';
import type { DriverOptions } from './context-driver.fixture.js';

const speaking = (text = 'One here.', options: DriverOptions = {}) =>
  new ContextDriver(options).configure().text(text).done();

const loseWorker = (driver: ContextDriver, worker = 'worker-1') =>
  driver.handle({ kind: 'workerLost', worker: workerId(worker) });

const judge = (driver: ContextDriver, died: boolean, worker = 'worker-1') =>
  driver.handle({ kind: 'workerJudged', worker: workerId(worker), died });

/** Another worker takes the sentence and falls silent. */
const loseAgain = (driver: ContextDriver, worker: string) => {
  driver.start(driver.order(0), worker);
  return loseWorker(driver, worker);
};

const refuse = (driver: ContextDriver, { address }: SentenceOrder, uncertain = true) =>
  driver.handle({ kind: 'enqueueFailed', address, uncertain });

const check = (driver: ContextDriver, { address, fromSample }: SentenceOrder, state: JobState) =>
  driver.handle({ kind: 'jobChecked', address, fromSample, state });

const attempts = (driver: ContextDriver) => driver.orders.map(({ address }) => address.attempt);

const heard = (driver: ContextDriver) => driver.take('audio').flatMap(({ audio }) => audio);

const upTo = (count: number) => Array.from({ length: count }, (_, at) => sampleOf(1, 0, at));

const FAILED = (reason: string) => `Generation failed for utterance 0, sentence 0: ${reason}`;

describe('a worker that is lost', () => {
  it('hands its sentence to another, from the first missing sample', () => {
    const driver = speaking();
    driver.start(driver.order(0)).chunk(driver.order(0), 0, 5);
    loseWorker(driver);
    const second = driver.order(0);
    expect(second).toMatchObject({ fromSample: 5, toSample: 480_005, address: { attempt: 2 } });
    driver.speak(second, 9);
    expect(heard(driver)).toEqual(upTo(9));
  });

  it('has its stale attempt stopped before the next is queued', () => {
    const driver = speaking();
    driver.start(driver.order(0));
    const effects = loseWorker(driver);
    expect(effects.map(({ kind }) => kind).slice(0, 2)).toEqual(['abortAttempts', 'enqueue']);
    expect(effects[0]).toEqual({
      ...{ kind: 'abortAttempts', address: { route: 1, seq: 0, attempt: 2 }, waiting: null },
      reason: 'superseded',
    });
  });

  it('takes only its own sentences with it', () => {
    const driver = speaking('One here. Two here.');
    driver.start(driver.order(0), 'worker-1').start(driver.order(1), 'worker-2');
    loseWorker(driver, 'worker-2');
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
    loseWorker(driver);
    expect(driver.orders).toHaveLength(1);
  });
});

describe('a sentence whose workers fall silent', () => {
  it('is kept from a fourth until it is known whether the three died of it', () => {
    const driver = speaking();
    for (const worker of ['worker-1', 'worker-2', 'worker-3']) loseAgain(driver, worker);
    driver.wait(9_999);
    expect(attempts(driver)).toEqual([1, 2, 3]);
    expect(driver.take('error')).toEqual([]);
  });

  it('is a suspect from the third attempt on', () => {
    const driver = speaking();
    for (const worker of ['worker-1', 'worker-2']) loseAgain(driver, worker);
    expect(driver.orders.map(({ isSuspect }) => isSuspect)).toEqual([false, false, true]);
    judge(driver, true, 'worker-1');
    judge(driver, false, 'worker-2');
    driver.handle({ kind: 'streamLost' });
    expect(driver.order(0).isSuspect).toBe(false);
  });

  it('fails when all three died', () => {
    const driver = speaking();
    for (const worker of ['worker-1', 'worker-2', 'worker-3']) loseAgain(driver, worker);
    judge(driver, true, 'worker-1');
    judge(driver, true, 'worker-3');
    expect(driver.take('error')).toEqual([]);
    judge(driver, true, 'worker-2');
    expect(driver.take('error')).toMatchObject([
      { message: FAILED('every worker that took this sentence died') },
    ]);
  });

  it('fails when the same worker, started anew each time, died three times', () => {
    const driver = speaking();
    for (let at = 0; at < 3; at += 1) {
      loseAgain(driver, 'worker-1');
      judge(driver, true);
    }
    expect(driver.take('error')).toHaveLength(1);
    expect(attempts(driver)).toEqual([1, 2, 3]);
  });

  it('goes on at once when one of them turns out to live', () => {
    const driver = speaking();
    for (const worker of ['worker-1', 'worker-2', 'worker-3']) loseAgain(driver, worker);
    judge(driver, false, 'worker-2');
    expect(attempts(driver)).toEqual([1, 2, 3, 4]);
    driver.speak(driver.order(0));
    expect(driver.take('audio.done')).toMatchObject([{ error: false }]);
  });

  it('goes on after 10 s where nobody can tell', () => {
    const driver = speaking();
    for (const worker of ['worker-1', 'worker-2', 'worker-3']) loseAgain(driver, worker);
    driver.wait(10_000);
    expect(attempts(driver)).toEqual([1, 2, 3, 4]);
  });

  it('lets others pass meanwhile', () => {
    const driver = speaking('One here. Two here.');
    for (const worker of ['worker-1', 'worker-2', 'worker-3']) loseAgain(driver, worker);
    driver.speak(driver.order(1));
    for (const worker of ['worker-1', 'worker-2', 'worker-3']) judge(driver, true, worker);
    expect(driver.take('audio.done')).toMatchObject([
      { sentence_index: 0, error: true },
      { sentence_index: 1, error: false },
    ]);
  });

  it('fails after twice as many attempts that brought nothing, whoever is to blame', () => {
    const driver = speaking();
    for (let at = 0; at < 6; at += 1) {
      loseAgain(driver, 'worker-1');
      judge(driver, false);
    }
    expect(attempts(driver)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(driver.take('error')).toMatchObject([
      { message: FAILED('no worker brought this sentence to its end') },
    ]);
  });

  it('never fails as long as each living worker brings a little of it', () => {
    const driver = speaking();
    for (let at = 0; at < 20; at += 1) {
      driver.start(driver.order(0)).chunk(driver.order(0), at, at + 1);
      loseWorker(driver);
      judge(driver, false);
    }
    driver.speak(driver.order(0), 21);
    expect(heard(driver)).toEqual(upTo(21));
  });

  it('fails after the third that died, even if each brought a little of it', () => {
    const driver = speaking();
    for (let at = 0; at < 3; at += 1) {
      driver.start(driver.order(0)).chunk(driver.order(0), at, at + 1);
      loseWorker(driver);
      judge(driver, true);
    }
    expect(driver.take('error')).toHaveLength(1);
  });

  it('is not troubled by what becomes of workers that never had it', () => {
    const driver = speaking();
    for (let at = 0; at < 5; at += 1) judge(driver, true, `worker-${at}`);
    driver.speak(driver.order(0));
    expect(driver.take('audio.done')).toMatchObject([{ error: false }]);
  });
});

describe('a stale attempt', () => {
  it('that goes on and on is told again to stop, once a second', () => {
    const driver = speaking();
    const stale = driver.order(0);
    driver.start(stale).handle({ kind: 'streamLost' });
    const orders = () => driver.effects.filter(({ kind }) => kind === 'abortAttempts').length;
    const before = orders();
    for (let spoken = 0; spoken < 25; spoken += 1)
      driver.chunk(stale, spoken, spoken + 1).wait(100);
    expect(orders() - before).toBe(2);
  });

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

  it('that begins although it was told to stop is told again', () => {
    const driver = speaking();
    const stale = driver.order(0);
    driver.handle({ kind: 'streamLost' });
    const { route, seq } = stale.address;
    const address = { route, seq, attempt: 2 };
    const again = { kind: 'abortAttempts', address, waiting: null, reason: 'superseded' };
    const begin = {
      kind: 'started',
      address: stale.address,
      worker: workerId('worker-1'),
      fingerprint: 'f00d',
    } as const;
    expect(driver.handle(begin)).toContainEqual(again);
    driver.start(driver.order(0));
    expect(driver.handle(begin)).toContainEqual(again);
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

  it.each(['worker_draining', 'broker_unavailable'])(
    'for which the sentence is not to blame (%s) does not count',
    (code) => {
      const driver = speaking();
      for (let at = 0; at < 5; at += 1) driver.fail(driver.order(0), { code, retryable: true });
      driver.speak(driver.order(0));
      expect(driver.take('audio.done')).toMatchObject([{ error: false }]);
    },
  );

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
