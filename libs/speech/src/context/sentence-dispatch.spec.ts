import { describe, expect, it } from '@jest/globals';

import type { UtteranceConfig } from './utterance-config.js';
import { aConfig, ContextDriver, ofKind } from './context-driver.fixture.js';

const RATE = 1000; // Hz: a sample is a millisecond

const sentences = (count: number): string =>
  Array.from({ length: count }, (_, at) => `This here is sentence ${at}.`).join(' ');

const seqs = (driver: ContextDriver) => driver.orders.map(({ address }) => address.seq);

/** An utterance of so many sentences, in samples of 1 ms. */
const reading = (count: number, driver = new ContextDriver()) =>
  driver.configure({ sampleRate: RATE }).text(sentences(count)).done();

describe('the window of sentences in flight', () => {
  it('holds four', () => {
    expect(seqs(reading(10))).toEqual([0, 1, 2, 3]);
  });

  it('moves on as sentences end, whichever that is', () => {
    const driver = reading(10);
    driver.speak(driver.order(2));
    expect(seqs(driver)).toEqual([0, 1, 2, 3, 4]);
    driver.speak(driver.order(0));
    expect(seqs(driver)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('spans utterances', () => {
    const driver = new ContextDriver().configure();
    for (const text of ['One.', 'Two.', 'Three.', 'Four.', 'Five.']) driver.text(text).done();
    expect(driver.orders.map(({ address }) => address.route)).toEqual([1, 2, 3, 4]);
  });

  it('does not move far ahead of a sentence that does not end', () => {
    const driver = reading(200);
    for (let at = 1; at < 200; at += 1)
      if (driver.orders.some(({ address }) => address.seq === at))
        driver.speak(driver.order(at), 1);
    expect(Math.max(...seqs(driver))).toBeLessThan(64 + 4);
    driver.speak(driver.order(0), 1);
    expect(Math.max(...seqs(driver))).toBe(70);
  });

  it('is not blocked by sentences that cannot be spoken', () => {
    const driver = new ContextDriver().configure().text('One here.').done();
    driver.configure({ format: 'flac', streamAudio: false }).text(sentences(10)).done();
    driver.configure().text('Two here.').done();
    expect(driver.orders.map((order) => order.text)).toEqual(['One here.', 'Two here.']);
  });
});

describe('a job', () => {
  it('says where its sentence stands in the utterance', () => {
    const driver = new ContextDriver().configure().text('Go. On. Up.').done();
    expect(
      driver.orders.map(({ opensUtterance, endsUtterance }) => [opensUtterance, endsUtterance]),
    ).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
  });

  it('makes the same samples at each attempt: a later end of the utterance changes nothing', () => {
    const driver = new ContextDriver().configure().text('Go on. ');
    driver.done().handle({ kind: 'streamLost' });
    expect(driver.orders.map(({ endsUtterance }) => endsUtterance)).toEqual([false, false]);
  });

  it('is a slice of 20 s', () => {
    const [order] = reading(1).orders;
    expect(order).toMatchObject({ fromSample: 0, toSample: 20 * RATE, address: { attempt: 1 } });
  });

  it('that yields is followed by the next slice of the same attempt', () => {
    const driver = reading(1);
    const first = driver.order(0);
    driver.start(first).chunk(first, 0, 20_000).yieldAt(first, 20_000);
    const second = driver.order(0);
    expect(second).toMatchObject({ fromSample: 20_000, toSample: 40_000, address: { attempt: 1 } });
    driver.speak(second, 25_000);
    expect(driver.take('audio.done')).toMatchObject([{ total_bytes: 50_000, error: false }]);
  });

  it('that yields leaves the place in front of those behind it', () => {
    const driver = reading(10);
    const order = driver.order(0);
    driver.start(order).chunk(order, 0, 20_000).yieldAt(order, 20_000);
    expect(seqs(driver)).toEqual([0, 1, 2, 3, 0]);
  });

  it('of a batch is never urgent and has no pace', () => {
    const driver = new ContextDriver().configure({ priority: 'batch' }).text('Go. On.').done();
    driver.wait(25_000);
    expect(driver.orders).toMatchObject([
      { band: 'lookAhead', pace: 'asap' },
      { band: 'lookAhead', pace: 'asap' },
    ]);
    expect(ofKind(driver, 'promote')).toEqual([]);
  });
});

describe('the bands', () => {
  it('put the first sentence in the urgent one: its audio is wanted 200 ms after its text', () => {
    const driver = new ContextDriver().configure();
    driver.wait(500).text('One here.').done();
    expect(driver.order(0)).toMatchObject({ band: 'urgent', due: 700, pace: 'realtime' });
  });

  it('put a sentence behind more than a second of speech in the look-ahead one', () => {
    const driver = new ContextDriver()
      .configure()
      .text('This sentence has more than four words. And this one comes behind it.');
    driver.done();
    expect(driver.orders.map(({ band }) => band)).toEqual(['urgent', 'lookAhead']);
    expect(driver.order(1).due).toBeCloseTo(200 + 7 * 312, -1);
  });

  it('promote a sentence when its listener has less than a second in hand', () => {
    const driver = reading(2);
    driver.speak(driver.order(0), 5000).wait(3_999);
    expect(ofKind(driver, 'promote')).toEqual([]);
    driver.wait(1);
    const { address, fromSample } = driver.order(1);
    expect(ofKind(driver, 'promote')).toEqual([{ kind: 'promote', job: { address, fromSample } }]);
  });

  it('promote a sentence once', () => {
    const driver = reading(2);
    driver.speak(driver.order(0), 5000).wait(20_000);
    expect(ofKind(driver, 'promote')).toHaveLength(1);
  });

  it('promote a sentence when one ahead of it turns out shorter than guessed', () => {
    const text = `${'word '.repeat(40)}end. Short one.`;
    const driver = new ContextDriver().configure({ sampleRate: RATE }).text(text).done();
    expect(driver.order(1).band).toBe('lookAhead');
    driver.speak(driver.order(0), 500);
    expect(ofKind(driver, 'promote')).toHaveLength(1);
  });

  it('do not promote what a worker has already', () => {
    const driver = reading(2);
    driver.start(driver.order(1)).speak(driver.order(0), 5000).wait(6_000);
    expect(ofKind(driver, 'promote')).toEqual([]);
  });

  it('count what was sent and not yet heard', () => {
    const driver = reading(2);
    driver.speak(driver.order(0), 5000);
    driver.handle({ kind: 'streamLost' });
    expect(driver.order(1)).toMatchObject({ band: 'lookAhead', due: 5000 });
  });
});

describe('the due time of a job that is out', () => {
  /** Sentences of five words are guessed to last 1.56 s. */
  const moved = (driver: ContextDriver) =>
    ofKind(driver, 'moveDue').map(({ job, due }) => [job.address.seq, Math.round(due)]);

  it('moves when the length of a sentence before it becomes known', () => {
    const driver = reading(3);
    expect(driver.orders.map(({ due }) => Math.round(due))).toEqual([200, 1760, 3320]);
    driver.start(driver.order(0)).plan(driver.order(0), 1_000);
    expect(moved(driver)).toEqual([
      [1, 1_200],
      [2, 2_760],
    ]);
  });

  it('moves when playback begins at another time than was thought', () => {
    const driver = reading(2);
    driver.start(driver.order(0)).plan(driver.order(0), 1_560).wait(80);
    driver.chunk(driver.order(0), 0, 300);
    expect(moved(driver)).toEqual([
      [0, 80],
      [1, 1_640],
    ]);
  });

  it('moves when playback stalls, and not while it goes on', () => {
    const driver = reading(2);
    driver.start(driver.order(0)).plan(driver.order(0), 1_560).wait(200);
    driver.chunk(driver.order(0), 0, 300).wait(150).chunk(driver.order(0), 300, 600);
    expect(moved(driver)).toEqual([]);
    driver.wait(700).chunk(driver.order(0), 600, 1_200); // 250 ms late
    expect(moved(driver)).toEqual([
      [0, 450],
      [1, 2_010],
    ]);
  });

  it('stays where it is for a difference that nobody hears', () => {
    const driver = reading(2);
    driver.start(driver.order(0)).plan(driver.order(0), 1_520);
    expect(moved(driver)).toEqual([]);
  });

  it('is that of the samples which a later slice begins with', () => {
    const driver = reading(1, new ContextDriver({ limits: { sliceSeconds: 2 } }));
    const first = driver.order(0);
    driver.wait(200).start(first).handle({ kind: 'socketBlocked' });
    driver.chunk(first, 0, 2_000).yieldAt(first, 2_000).handle({ kind: 'socketDrained' });
    expect(driver.order(0)).toMatchObject({ fromSample: 2_000, due: 2_200 });
  });

  it('is nothing to a batch', () => {
    const driver = new ContextDriver().configure({ sampleRate: RATE, priority: 'batch' });
    driver.text(sentences(2)).done();
    driver.start(driver.order(0)).plan(driver.order(0), 100).chunk(driver.order(0), 0, 100);
    expect(moved(driver)).toEqual([]);
  });
});

describe('the bound on audio held back', () => {
  const bytes = { heldBackBytes: 4000 };

  it('stops asking for more, and begins again when audio has left', () => {
    const driver = reading(10, new ContextDriver({ limits: bytes }));
    driver.speak(driver.order(1), 1000).speak(driver.order(2), 1000);
    expect(seqs(driver)).toEqual([0, 1, 2, 3, 4]);
    driver.speak(driver.order(0), 1000);
    expect(seqs(driver)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('holds for a socket that takes nothing', () => {
    const driver = reading(10, new ContextDriver({ limits: bytes }));
    driver.handle({ kind: 'socketBlocked' });
    for (const seq of [0, 1, 2, 3]) driver.speak(driver.order(seq), 1000);
    expect(seqs(driver)).toEqual([0, 1, 2, 3, 4]);
    expect(driver.take()).toEqual([]);
    driver.handle({ kind: 'socketDrained' });
    expect(driver.take('audio.done')).toHaveLength(4);
    expect(seqs(driver)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('keeps the next slice of a sentence that cannot be sent', () => {
    const driver = reading(1, new ContextDriver({ limits: { ...bytes, sliceSeconds: 2 } }));
    const order = driver.order(0);
    driver.handle({ kind: 'socketBlocked' });
    driver.start(order).chunk(order, 0, 2000).yieldAt(order, 2000);
    expect(seqs(driver)).toEqual([0]);
    driver.handle({ kind: 'socketDrained' });
    expect(driver.order(0)).toMatchObject({ fromSample: 2000 });
  });

  it('never stops the whole file that is next: only its end can free it', () => {
    const driver = new ContextDriver({ limits: { ...bytes, sliceSeconds: 3 } });
    driver.configure({ sampleRate: RATE, streamAudio: false, format: 'wav' }).text('One.').done();
    const first = driver.order(0);
    driver.start(first).chunk(first, 0, 3000).yieldAt(first, 3000);
    expect(driver.order(0)).toMatchObject({ fromSample: 3000 });
  });

  it('ends a whole file that grows beyond its own bound', () => {
    const driver = new ContextDriver({ limits: { wholeFileBytes: 100 } });
    driver.configure({ streamAudio: false, format: 'wav' }).text('One.').done();
    const order = driver.order(0);
    driver.start(order).chunk(order, 0, 51);
    expect(driver.take().slice(1)).toMatchObject([
      {
        message:
          'Generation failed for utterance 0, sentence 0: audio_too_long: a file of one sentence may hold 100 bytes; use stream_audio',
      },
      { type: 'audio.done', error: true, total_bytes: 0 },
      { type: 'session.done' },
    ]);
    const { address } = order;
    expect(ofKind(driver, 'abortAttempts')).toEqual([
      {
        ...{ kind: 'abortAttempts', address: { ...address, attempt: 2 } },
        ...{ waiting: null, reason: 'failed' },
      },
    ]);
  });
});

describe('a socket that takes nothing', () => {
  it('holds everything back, messages too, and gives it in order when it takes again', () => {
    const driver = reading(1);
    driver.handle({ kind: 'socketBlocked' });
    driver.speakAll().error('bad');
    expect(driver.take()).toEqual([]);
    driver.handle({ kind: 'socketDrained' });
    expect(driver.take()).toMatchObject([
      { type: 'audio.start' },
      { audio: [10_000, 10_001, 10_002] },
      { type: 'audio.done' },
      { type: 'session.done' },
      { message: 'bad' },
    ]);
  });

  it('is not punished by the idle clock while something is owed', () => {
    const driver = reading(1);
    driver.handle({ kind: 'socketBlocked' });
    driver.speakAll().wait(120_000);
    driver.handle({ kind: 'socketDrained' });
    expect(driver.take('error')).toEqual([]);
  });
});

/** A config that counts how often a sentence of its utterances is looked at. */
const countingConfig = (overrides: Partial<UtteranceConfig> = {}) => {
  const count = { looks: 0 };
  const config = Object.defineProperty(aConfig(overrides), 'sampleRate', {
    get: () => {
      count.looks += 1;
      return RATE;
    },
  });
  return { count, config };
};

describe('a very long message', () => {
  const limits = { heldBackBytes: 100, textBuffer: 10_000_000 };

  it('of 2 000 sentences is spoken in a number of steps that grows with their number alone', () => {
    const { count, config } = countingConfig();
    const driver = new ContextDriver();
    driver.handle({ kind: 'configured', config });
    driver.text(sentences(2_000)).done().speakAll(1);
    expect(driver.take('audio.done')).toHaveLength(2_000);
    expect(driver.effects.length).toBeLessThan(12 * 2_000); // up to four of them tell workers of due times
    expect(count.looks).toBeLessThan(200 * 2_000);
  });

  it.each([
    ['behind a socket that takes nothing', {}],
    ['that cannot be spoken, behind one that is', { embeddingLength: 1 }],
  ])('%s is not walked again at each event', (_, refused) => {
    const { count, config } = countingConfig(refused);
    const driver = new ContextDriver({ limits }).configure({ sampleRate: RATE }).text('Go.').done();
    driver.handle({ kind: 'configured', config });
    driver.text('word. '.repeat(10_000)).done();
    driver.handle({ kind: 'socketBlocked' });
    for (const order of driver.orders.slice(1)) driver.speak(order, 50);
    const before = count.looks;
    for (let at = 0; at < 10; at += 1) driver.handle({ kind: 'woke' });
    expect(count.looks - before).toBeLessThan(10 * 1_000);
  });
});
