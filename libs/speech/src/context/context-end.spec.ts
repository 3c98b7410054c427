import { describe, expect, it } from '@jest/globals';

import type { ContextEffect } from './context-effect.js';
import { ContextDriver } from './context-driver.fixture.js';

const ofKind = <K extends ContextEffect['kind']>(effects: readonly ContextEffect[], kind: K) =>
  effects.filter((effect): effect is Extract<ContextEffect, { kind: K }> => effect.kind === kind);

const jobOf = (driver: ContextDriver, at: number) => {
  const order = driver.orders[at];
  if (order === undefined) throw new Error(`no order ${at}`);
  return { address: order.address, fromSample: order.fromSample };
};

const GONE = { kind: 'abortRoute', reason: 'client_gone', bytesPerSecond: 48_000 } as const;
const FAILED = { ...GONE, reason: 'failed' } as const;

const twoUtterances = () =>
  new ContextDriver().configure().text('Go one. Go two.').done().text('Go three.').done();

describe('a client that is gone', () => {
  it('has the work of all its utterances stopped, the newest waiting job first', () => {
    const driver = twoUtterances();
    const effects = driver.handle({ kind: 'socketClosed', reason: 'client_gone' });
    expect(effects).toEqual([
      { ...GONE, route: 1, waiting: [jobOf(driver, 1), jobOf(driver, 0)] },
      { ...GONE, route: 2, waiting: [jobOf(driver, 2)] },
    ]);
  });

  it('has running jobs stopped by their route', () => {
    const driver = twoUtterances();
    driver.start(driver.order(0)).start(driver.order(1));
    expect(driver.handle({ kind: 'socketClosed', reason: 'client_gone' })).toEqual([
      { ...GONE, route: 1, waiting: [jobOf(driver, 0)] },
      { ...GONE, route: 2, waiting: [] },
    ]);
  });

  it('leaves the routes that are done alone', () => {
    const driver = new ContextDriver().configure().text('Go one.').done().speakAll();
    driver.text('Go two.');
    expect(
      ofKind(driver.handle({ kind: 'socketClosed', reason: 'client_gone' }), 'abortRoute'),
    ).toEqual([]);
    expect(ofKind(driver.effects, 'releaseRoute')).toEqual([{ kind: 'releaseRoute', route: 1 }]);
  });

  it('hears and causes nothing more', () => {
    const driver = twoUtterances();
    driver.handle({ kind: 'socketClosed', reason: 'client_gone' });
    const before = driver.effects.length;
    driver.speakAll().text('Late.').done().close().wait(100_000);
    driver.handle({ kind: 'socketClosed', reason: 'client_gone' });
    expect(driver.effects).toHaveLength(before);
    expect(driver.machine.owes).toBe(false);
  });
});

describe('a session that we end', () => {
  it('stops the work that is left before the socket closes', () => {
    const driver = new ContextDriver().configure().text('Go one. And then');
    driver.close().speakAll();
    expect(driver.effects.slice(-2)).toEqual([
      { ...FAILED, route: 1, waiting: [] },
      { kind: 'closeSocket', code: 1000, reason: 'session closed' },
    ]);
  });

  it('aborts what a fatal refusal leaves behind it', () => {
    const driver = new ContextDriver().configure({ embeddingLength: 8, refAudio: 'uri' });
    driver.text('Go one. ');
    expect(driver.take()).toEqual([
      {
        type: 'error',
        message:
          "Internal error: Value error, 'speaker_embedding' and 'ref_audio' are mutually exclusive",
      },
      { closed: 1008, reason: 'bad request' },
    ]);
    expect(driver.orders).toEqual([]);
    expect(ofKind(driver.effects, 'abortRoute')).toEqual([{ ...FAILED, route: 1, waiting: [] }]);
  });

  it('says everything owed before a fatal refusal, and stops everything behind it', () => {
    const driver = new ContextDriver().configure().text('Go one.').done();
    driver.configure({ embeddingLength: 8, refAudio: 'uri' }).text('Go two.').done();
    driver.configure().text('Go three.').done();
    expect(driver.take()).toEqual([]);
    driver.speakAll();
    expect(driver.take().map(({ type, closed }) => type ?? closed)).toEqual([
      ...['audio.start', undefined, 'audio.done', 'session.done', 'error', 1008],
    ]);
    expect(ofKind(driver.effects, 'abortRoute').map(({ route }) => route)).toEqual([2, 3]);
  });
});

describe('a server that stops', () => {
  const drain = (driver: ContextDriver) => driver.handle({ kind: 'drainRequested' });
  const GOODBYE = { closed: 1001, reason: 'the gateway stops' };

  it('says goodbye at once where nothing is owed', () => {
    const driver = new ContextDriver().configure();
    drain(driver);
    expect(driver.take()).toEqual([GOODBYE]);
  });

  it('says all it owes first, and begins nothing new', () => {
    const driver = twoUtterances();
    drain(driver);
    driver.text('Go four.').done().speakAll();
    const seen = driver.take();
    expect(seen.filter(({ type }) => type === 'session.done')).toHaveLength(2);
    expect(seen.at(-1)).toEqual(GOODBYE);
    expect(driver.orders).toHaveLength(3);
  });

  it('takes the rest of an utterance that is being fed, and speaks it', () => {
    const driver = new ContextDriver().configure().text('Go one. Go').speakAll();
    drain(driver);
    driver.text(' two.').done().text('Go three.').done().speakAll();
    const seen = driver.take();
    expect(seen.filter(({ type }) => type === 'audio.done')).toHaveLength(2);
    expect(seen.slice(-2)).toMatchObject([{ type: 'session.done' }, GOODBYE]);
  });

  it('does not wait for an utterance that is cancelled', () => {
    const driver = new ContextDriver().configure({ extended: true }).text('Go one. Go');
    drain(driver);
    driver.handle({ kind: 'cancelled', utteranceIndex: null, playedMs: null });
    expect(driver.take().at(-1)).toEqual(GOODBYE);
  });

  it('leaves a session alone that ends by itself', () => {
    const driver = new ContextDriver().configure().text('Go one.').close();
    drain(driver);
    driver.speakAll();
    expect(driver.take().at(-1)).toMatchObject({ closed: 1000 });
  });
});

describe('the account of what was sent', () => {
  it.each([true, false])('has every second of audio once (streamed: %s)', (streamAudio) => {
    const driver = new ContextDriver().configure({ sampleRate: 1_000, streamAudio });
    driver.text('Go one. Go two.').done();
    driver.start(driver.order(1)).chunk(driver.order(1), 0, 1_500).end(driver.order(1), 1_500);
    expect(driver.machine.sentSeconds).toBe(0);
    driver.speak(driver.order(0), 500);
    expect(driver.machine.sentSeconds).toBe(2);
  });
});

describe('what a listener cannot have heard yet', () => {
  it('grows with every utterance that is sent, and shrinks in real time', () => {
    const driver = new ContextDriver().configure({ sampleRate: 1_000 });
    expect(driver.machine.audioAheadMs(driver.now)).toBe(0);
    driver.text('Go one.').done().text('Go two.').done().speakAll(3_000);
    expect(driver.machine.audioAheadMs(driver.now)).toBe(6_000);
    driver.wait(5_500);
    expect(driver.machine.audioAheadMs(driver.now)).toBe(500);
    driver.wait(1_000);
    expect(driver.machine.audioAheadMs(driver.now)).toBe(0);
  });
});

describe('a route', () => {
  it('opens before the first job that uses it and is released behind the last word', () => {
    const driver = new ContextDriver().configure().text('Go one.').done().speakAll();
    const aside = new Set<string>(['wakeAt', 'moveDue']);
    const kinds = driver.effects.map(({ kind }) => kind).filter((kind) => !aside.has(kind));
    expect(kinds).toEqual([
      ...['openRoute', 'enqueue', 'sendMessage', 'sendAudio', 'sendMessage'],
      ...['sendMessage', 'releaseRoute'],
    ]);
  });

  it('is not spent on an utterance without sentences', () => {
    const driver = new ContextDriver().configure().text('  ').done();
    expect(ofKind(driver.effects, 'openRoute')).toEqual([]);
    expect(ofKind(driver.effects, 'releaseRoute')).toEqual([]);
  });
});

describe('the wake-up', () => {
  it('is set from the start, for the config', () => {
    expect(new ContextDriver().wakeAt).toBe(10_000);
  });

  it('is called off when nothing can become due', () => {
    const driver = new ContextDriver().configure().text('Go one. Go');
    driver.handle({ kind: 'socketBlocked' });
    driver.speak(driver.order(0));
    expect(driver.wakeAt).toBeNull();
  });

  it('is set again after each one that was used up', () => {
    const driver = new ContextDriver().configure();
    expect(driver.handle({ kind: 'woke' })).toEqual([{ kind: 'wakeAt', at: 30_000 }]);
  });

  it('is the earliest of all that may become due', () => {
    const driver = new ContextDriver().configure().text('Go one. Go');
    expect(driver.wakeAt).toBe(2_000);
    driver.handle({ kind: 'enqueueFailed', address: driver.order(0).address, uncertain: false });
    expect(driver.wakeAt).toBe(250);
  });

  it('never comes twice at one time, whatever is owed behind whatever', () => {
    const text = Array.from({ length: 200 }, (_, at) => `This here is sentence ${at}.`).join(' ');
    const driver = new ContextDriver().configure({ sampleRate: 1000 }).text(text).done();
    for (let seq = 1; seq < 63; seq += 1) driver.speak(driver.order(seq), 1);
    driver.speak(driver.order(63), 1).speak(driver.order(64), 1);
    expect(() => driver.wait(120_000)).not.toThrow();
  });
});
