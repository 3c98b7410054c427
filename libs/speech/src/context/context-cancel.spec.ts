import { describe, expect, it } from '@jest/globals';

import type { UtteranceConfig } from './utterance-config.js';
import { ContextDriver, kindOf } from './context-driver.fixture.js';

const RATE = 1000; // Hz: a sample is a millisecond

interface Cancel {
  readonly utteranceIndex?: number | null;
  readonly playedMs?: number | null;
}

const extended = (overrides: Partial<UtteranceConfig> = {}) =>
  new ContextDriver().configure({ sampleRate: RATE, extended: true, ...overrides });

const cancel = (driver: ContextDriver, { utteranceIndex = null, playedMs = null }: Cancel = {}) =>
  driver.handle({ kind: 'cancelled', utteranceIndex, playedMs });

const word = (
  text: string,
  samples: readonly [number, number],
  chars: readonly [number, number],
) => ({
  ...{ word: text, startSample: samples[0], endSample: samples[1] },
  ...{ charStart: chars[0], charEnd: chars[1] },
});

const cancelled = (index: number, fields: object) => ({
  ...{ type: 'audio.cancelled', utterance_index: index },
  ...fields,
});

const NOTHING = { sentence_index: 0, sample_offset: 0, text_spoken: '', text_remaining: '' };

const sessionDone = (index: number, sentences: number) => ({
  ...{ type: 'session.done', utterance_index: index, total_sentences: sentences, cancelled: true },
});

describe('input.cancel in the middle of a sentence', () => {
  const interrupted = () => {
    const driver = extended().text('Go one. Go two. Go three. And so').done();
    driver.speak(driver.order(0), 1000).start(driver.order(1)).chunk(driver.order(1), 0, 400);
    driver.take();
    return driver;
  };

  it('ends the sentence, says where the listener was, and ends the utterance', () => {
    const driver = interrupted();
    driver.wait(1200);
    cancel(driver);
    expect(driver.take()).toEqual([
      {
        ...{ type: 'audio.done', utterance_index: 0, sentence_index: 1 },
        ...{ total_bytes: 800, error: false },
      },
      cancelled(0, {
        ...{ sentence_index: 1, sample_offset: 200 },
        ...{ text_spoken: 'Go one.', text_remaining: 'Go two. Go three. And so' },
      }),
      sessionDone(0, 4),
    ]);
  });

  it('believes a client that says how much it has played', () => {
    const driver = interrupted();
    cancel(driver, { playedMs: 1100 });
    expect(driver.take('audio.cancelled')).toMatchObject([
      { sentence_index: 1, sample_offset: 100 },
    ]);
  });

  it('believes no client that has played more than it got', () => {
    const driver = interrupted();
    cancel(driver, { playedMs: 99_000 });
    expect(driver.take('audio.cancelled')).toMatchObject([
      { sentence_index: 1, sample_offset: 400 },
    ]);
  });

  it('stops the work of the utterance, whatever stands there', () => {
    const driver = interrupted();
    const waiting = [3, 2].map((seq) => ({ address: driver.order(seq).address, fromSample: 0 }));
    expect(cancel(driver).filter(({ kind }) => kind !== 'sendMessage')).toEqual([
      { kind: 'abortRoute', route: 1, waiting, reason: 'cancelled', bytesPerSecond: 2_000 },
      { kind: 'wakeAt', at: 30_000 },
    ]);
  });

  it('lets nothing more be heard of it', () => {
    const driver = interrupted();
    cancel(driver);
    driver.take();
    driver.chunk(driver.order(1), 400, 900).end(driver.order(1), 900).speakAll();
    expect(driver.take()).toEqual([]);
    expect(driver.machine.owes).toBe(false);
  });

  it('lets the next text open the next utterance at once', () => {
    const driver = interrupted();
    cancel(driver);
    driver.text('Go on.').done();
    expect(driver.order(0)).toMatchObject({ text: 'Go on.', address: { route: 2, seq: 0 } });
    driver.speak(driver.order(0), 1);
    expect(driver.take('audio.start')).toMatchObject([{ utterance_index: 1, sentence_index: 0 }]);
  });

  it('cuts at a word where word times are known', () => {
    const driver = extended().text('Go one here. Go').done();
    const order = driver.order(0);
    const words = [word('Go', [0, 200], [0, 2]), word('one', [200, 500], [3, 6])];
    driver.start(order).handle({ kind: 'timingArrived', address: order.address, words });
    driver.chunk(order, 0, 900);
    cancel(driver, { playedMs: 450 });
    expect(driver.take('audio.cancelled')).toEqual([
      cancelled(0, {
        ...{ sentence_index: 0, sample_offset: 450 },
        ...{ text_spoken: 'Go', text_remaining: 'one here. Go' },
      }),
    ]);
  });
});

describe('input.cancel before anything was heard', () => {
  it('names all the text as remaining, cut or not, and starts no sentence', () => {
    const driver = extended().text('Go one. And');
    cancel(driver);
    expect(driver.take()).toEqual([
      cancelled(0, { ...NOTHING, text_remaining: 'Go one. And' }),
      sessionDone(0, 1),
    ]);
  });

  it('drops text of which no sentence was cut', () => {
    const driver = extended().text('And so');
    cancel(driver);
    expect(driver.take()).toEqual([
      cancelled(0, { ...NOTHING, text_remaining: 'And so' }),
      sessionDone(0, 0),
    ]);
    driver.text('Go on.').done();
    expect(driver.orders.map(({ text }) => text)).toEqual(['Go on.']);
  });

  it('allows another config', () => {
    const driver = extended().text('And so');
    cancel(driver);
    driver.configure({ voice: 'bob' }).text('Go on.').done();
    expect(driver.take('error')).toEqual([]);
    expect(driver.order(0).config.voice).toBe('bob');
  });

  it('ends the early start of a whole file', () => {
    const driver = extended({ streamAudio: false, format: 'wav' }).text('Go one. ');
    driver.start(driver.order(0)).chunk(driver.order(0), 0, 500);
    cancel(driver);
    expect(driver.take().map(kindOf)).toEqual([
      ...['audio.start', 'audio.done', 'audio.cancelled', 'session.done'],
    ]);
  });

  it('has nothing to say to a client that said nothing', () => {
    const driver = extended();
    cancel(driver);
    expect(driver.take()).toEqual([cancelled(0, NOTHING)]);
  });
});

describe('input.cancel of several utterances', () => {
  const three = () => extended().text('Go one.').done().text('Go two.').done().text('And');

  it('ends each of them', () => {
    const driver = three();
    cancel(driver);
    expect(driver.take()).toMatchObject([
      cancelled(0, { text_remaining: 'Go one.' }),
      sessionDone(0, 1),
      cancelled(1, { text_remaining: 'Go two.' }),
      sessionDone(1, 1),
      cancelled(2, { text_remaining: 'And' }),
      sessionDone(2, 0),
    ]);
  });

  it('ends those up to the one that is named, and the others go on', () => {
    const driver = three();
    cancel(driver, { utteranceIndex: 0 });
    driver.text(' so.').done().speakAll();
    const seen = driver.take();
    expect(seen.slice(0, 2)).toMatchObject([cancelled(0, {}), sessionDone(0, 1)]);
    expect(seen.filter((each) => kindOf(each) === 'audio.start')).toMatchObject([
      { utterance_index: 1, sentence_text: 'Go two.' },
      { utterance_index: 2, sentence_text: 'And so.' },
    ]);
  });

  it('takes an index beyond the last for the last', () => {
    const driver = three();
    cancel(driver, { utteranceIndex: 99 });
    expect(driver.take('audio.cancelled')).toHaveLength(3);
    expect(driver.text('Go on.').done().speakAll().take('audio.start')).toMatchObject([
      { utterance_index: 3 },
    ]);
  });

  it('reads what was played as part of the utterance that is named', () => {
    const driver = extended().text('Go one.').done().text('Go two.').done();
    const [first] = driver.orders;
    if (first !== undefined) driver.start(first).chunk(first, 0, 800);
    cancel(driver, { utteranceIndex: 1, playedMs: 0 });
    expect(driver.take('audio.cancelled')).toMatchObject([
      cancelled(0, { sample_offset: 0 }), // by the clock: no time has passed
      cancelled(1, { sample_offset: 0 }),
    ]);
  });

  it('drops the errors that waited with them', () => {
    const driver = extended().text('Go one. ').error('bad').text('Go two. ');
    cancel(driver);
    expect(driver.take('error')).toEqual([]);
  });
});

describe('input.cancel when everything was sent', () => {
  const sent = () => {
    const driver = extended().text('Go one. Go two.').done();
    driver.speak(driver.order(0), 1000).speak(driver.order(1), 1000);
    driver.take();
    return driver;
  };

  it('comes alone and says where the listener was stopped', () => {
    const driver = sent().wait(1500);
    cancel(driver);
    expect(driver.take()).toEqual([
      cancelled(0, {
        ...{ sentence_index: 1, sample_offset: 500 },
        ...{ text_spoken: 'Go one.', text_remaining: 'Go two.' },
      }),
    ]);
  });

  it('knows that all was heard', () => {
    const driver = sent().wait(2000);
    cancel(driver);
    expect(driver.take()).toEqual([
      cancelled(0, {
        ...{ sentence_index: 1, sample_offset: 1000 },
        ...{ text_spoken: 'Go one. Go two.', text_remaining: '' },
      }),
    ]);
  });

  it('says it once', () => {
    const driver = sent();
    cancel(driver);
    driver.take();
    cancel(driver);
    expect(driver.take()).toEqual([cancelled(1, NOTHING)]);
  });

  it('does not go back behind an utterance that was cancelled since', () => {
    const driver = sent().text('And');
    cancel(driver);
    driver.take();
    cancel(driver);
    expect(driver.take()).toEqual([cancelled(2, NOTHING)]);
  });
});

describe('input.cancel behind a socket that takes nothing', () => {
  it('forgets what was held back, and the session.done that waited', () => {
    const driver = extended().text('Go one.').done();
    driver.handle({ kind: 'socketBlocked' });
    driver.speakAll(500);
    cancel(driver);
    driver.handle({ kind: 'socketDrained' });
    expect(driver.take()).toEqual([
      cancelled(0, { ...NOTHING, text_remaining: 'Go one.' }),
      sessionDone(0, 1),
    ]);
  });
});

describe('input.cancel after session.close', () => {
  it('stops what is owed, and the connection ends at once as asked', () => {
    const driver = extended().text('Go one. Go two. ').done().close();
    driver.start(driver.order(0)).chunk(driver.order(0), 0, 400);
    driver.take();
    cancel(driver, { playedMs: 400 });
    expect(driver.take().map(kindOf)).toEqual([
      ...['audio.done', 'audio.cancelled', 'session.done', 'closed'],
    ]);
  });

  it('changes nothing about an end that the client did not ask for', () => {
    const driver = extended().text('Go one. ').done().error('broken', true);
    driver.take();
    cancel(driver);
    expect(driver.take()).toEqual([]);
    driver.speakAll();
    expect(driver.take().map(kindOf).slice(-2)).toEqual(['error', 'closed']);
  });
});

describe('input.cancel while the utterance before is still being heard', () => {
  it('says where the listener was in it, and that nothing was heard of the next', () => {
    const driver = extended().text('Go one.').done().speakAll(1000).text('Go two.').done();
    driver.start(driver.order(0)).chunk(driver.order(0), 0, 400);
    driver.take();
    driver.wait(300);
    cancel(driver);
    expect(driver.take().filter((seen) => kindOf(seen) !== 'audio.done')).toEqual([
      cancelled(0, {
        ...{ sentence_index: 0, sample_offset: 300 },
        ...{ text_spoken: '', text_remaining: 'Go one.' },
      }),
      cancelled(1, { ...NOTHING, text_remaining: 'Go two.' }),
      sessionDone(1, 1),
    ]);
  });
});
