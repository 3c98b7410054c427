import { describe, expect, it } from '@jest/globals';

import { workerId } from '../ports/identifiers.js';
import { aConfig, ContextDriver, ofKind } from './context-driver.fixture.js';
import type { UtteranceConfig } from './utterance-config.js';

const RATE = 1000; // Hz: a sample is a millisecond

const aWord = (word: string, charStart: number, startSample: number, endSample: number) => ({
  ...{ word, startSample, endSample },
  ...{ charStart, charEnd: charStart + word.length },
});

/** What the journal was told of who speaks what. */
const plansIn = (driver: ContextDriver) =>
  ofKind(driver, 'journal')
    .flatMap(({ changes }) => changes)
    .flatMap(({ item }) => (item?.kind === 'plan' ? [item.plan] : []));

describe('the rest of a sentence', () => {
  const offered = (driver: ContextDriver) => ofKind(driver, 'offerToAll').map(({ band }) => band);

  /** The first sample has come, then its worker failed. */
  const broken = (config: Partial<UtteranceConfig> = {}, samples = 100) => {
    const driver = new ContextDriver().configure({ sampleRate: RATE, ...config });
    driver.text('This here is a sentence.').done();
    const order = driver.order(0);
    return driver.start(order).chunk(order, 0, samples).fail(order, { retryable: true });
  };

  it('is for the make of worker that began it; what was not begun is for any', () => {
    expect(broken().orders.map(({ begun }) => begun?.fingerprint)).toEqual([undefined, 'f00d']);
    const silent = new ContextDriver().configure().text('Go on.').done();
    silent.start(silent.order(0)).fail(silent.order(0), { retryable: true });
    expect(silent.orders.map(({ begun }) => begun)).toEqual([null, null]);
  });

  it('is offered to all when none of its make took it for a second', () => {
    const driver = broken();
    driver.wait(999);
    expect(offered(driver)).toEqual([]);
    driver.wait(1);
    expect(offered(driver)).toEqual(['urgent']);
    driver.wait(5_000);
    expect(offered(driver)).toHaveLength(1);
  });

  it('waits for its make for as long as its listener has more than a second in hand', () => {
    const driver = broken({}, 5_000);
    driver.wait(3_999);
    expect(offered(driver)).toEqual([]);
    driver.wait(1);
    expect(offered(driver)).toEqual(['urgent']);
  });

  it('stays with the worker that took it', () => {
    const driver = broken();
    driver.start(driver.order(0)).wait(5_000);
    expect(offered(driver)).toEqual([]);
  });

  it('says how much of the text was heard in full', () => {
    const driver = new ContextDriver().configure({ sampleRate: RATE }).text('Go on there.').done();
    const order = driver.order(0);
    const words = [aWord('Go', 0, 0, 100), aWord('on', 3, 100, 300), aWord('there.', 6, 300, 500)];
    driver.start(order).plan(order, 600);
    driver.handle({ kind: 'timingArrived', address: order.address, words });
    driver.chunk(order, 0, 200).fail(order, { retryable: true });
    const begun = { fingerprint: 'f00d', totalSamples: 600, heardTo: 3 };
    expect(driver.order(0)).toMatchObject({ fromSample: 200, shift: 0, begun });
  });

  it('keeps the shift of the rendering that its last sample belongs to', () => {
    const shifts = [0, 100].map((samples) => {
      const driver = broken();
      const second = driver.order(0);
      driver.start(second).handle({ kind: 'joined', address: second.address, shift: -40 });
      if (samples > 0) driver.chunk(second, 100, 100 + samples);
      return driver.fail(second, { retryable: true }).order(0).shift;
    });
    expect(shifts).toEqual([0, -40]);
  });

  it('tells anew when words are heard that were still to come', () => {
    const driver = new ContextDriver().configure({ sampleRate: RATE, wordTimestamps: 'stream' });
    const tell = (...words: readonly ReturnType<typeof aWord>[]) =>
      driver.handle({ kind: 'timingArrived', address: driver.order(0).address, words });
    driver.text('Go on there.').done().start(driver.order(0));
    tell(aWord('Go', 0, 0, 100), aWord('on', 3, 100, 300), aWord('there.', 6, 300, 500));
    driver.chunk(driver.order(0), 0, 200).fail(driver.order(0), { retryable: true });
    driver.start(driver.order(0));
    driver.handle({ kind: 'joined', address: driver.order(0).address, shift: 80 });
    tell(aWord('Go', 0, 80, 180), aWord('on', 3, 200, 420), aWord('there.', 6, 420, 700));
    driver.chunk(driver.order(0), 200, 700).end(driver.order(0), 700);
    const told = ofKind(driver, 'sendTimings').flatMap(({ words }) => words);
    expect(told.map(({ word, startSample }) => [word, startSample])).toEqual([
      ...[
        ['Go', 0],
        ['on', 100],
        ['there.', 300],
      ],
      ...[
        ['on', 200],
        ['there.', 420],
      ],
    ]);
  });

  it('of another make is begun anew by whoever resumes the session', () => {
    const driver = new ContextDriver();
    driver.handle({ kind: 'configured', config: aConfig({ extended: true }), resumable: true });
    driver.text('Go on there.').done();
    const fingerprints = ['one', 'other'].map((fingerprint) => {
      const { address, fromSample } = driver.order(0);
      const voicing = { voice: 'v', language: 'en', sentenceSeed: '1' };
      driver.handle({ kind: 'voiced', address, voicing });
      driver.handle({ kind: 'started', address, worker: workerId('w'), fingerprint });
      driver.chunk(driver.order(0), fromSample, fromSample + 100);
      driver.fail(driver.order(0), { retryable: true });
      return plansIn(driver).at(-1)?.fingerprint;
    });
    expect(fingerprints).toEqual(['one', null]);
  });

  it('of a batch is offered after a second, and is never urgent', () => {
    const driver = broken({ priority: 'batch' }, 5_000);
    driver.wait(1_000);
    expect(offered(driver)).toEqual(['lookAhead']);
  });
});
