import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { DriverOptions } from './context-driver.fixture.js';
import { ContextDriver, kindOf } from './context-driver.fixture.js';

const omni = (options: DriverOptions = {}) => new ContextDriver({ ...options, profile: 'omni' });
const seed = (options: DriverOptions = {}) => new ContextDriver({ ...options, profile: 'seed' });

const CONFIG_REFUSED = {
  type: 'error',
  message:
    'session.config cannot be applied while an utterance is in progress; send input.done first',
};

const voicesOf = (driver: ContextDriver) => driver.orders.map(({ config }) => config.voice);

describe('a config', () => {
  it('stays in force for the utterances that follow', () => {
    const driver = omni().configure({ voice: 'ann' });
    driver.text('One.').done().text('Two.').done();
    expect(voicesOf(driver)).toEqual(['ann', 'ann']);
  });

  it('is replaced between utterances', () => {
    const driver = omni().configure({ voice: 'ann' }).text('One.').done();
    driver.configure({ voice: 'bob' }).text('Two.').done();
    expect(voicesOf(driver)).toEqual(['ann', 'bob']);
  });

  it('does not reach back to what is still being spoken', () => {
    const driver = omni({ limits: { sentencesInFlight: 1 } }).configure({ voice: 'ann' });
    driver.text('One. Two.').done().configure({ voice: 'bob' }).text('Three.').done().speakAll();
    expect(voicesOf(driver)).toEqual(['ann', 'ann', 'bob']);
  });

  it('is refused in the middle of an utterance: the text survives, the old voice speaks', () => {
    const driver = omni().configure({ voice: 'ann' }).text('One');
    driver.configure({ voice: 'bob' });
    expect(driver.take()).toEqual([CONFIG_REFUSED]);
    driver.text(' here.').done().text('Two.').done();
    expect(voicesOf(driver)).toEqual(['ann', 'ann']);
    expect(driver.order(0).text).toBe('Two.');
    expect(driver.orders[0]?.text).toBe('One here.');
  });

  it('is refused after blank text, which opens an utterance', () => {
    expect(omni().configure().text(' ').configure().take()).toEqual([CONFIG_REFUSED]);
  });

  it('is taken after an empty text, which opens none', () => {
    const driver = omni().configure({ voice: 'ann' }).text('').configure({ voice: 'bob' });
    driver.text('One.').done();
    expect(driver.take()).toEqual([]);
    expect(voicesOf(driver)).toEqual(['bob']);
  });

  it('brings a splitter of its own', () => {
    const driver = omni().configure({ split: 'none' }).text('One here. Two here.').done();
    driver.configure({ split: 'clause' }).text('Three here, four.').done().speakAll();
    expect(driver.take('audio.start').map((each) => each['sentence_text'])).toEqual([
      'One here. Two here.',
      ...['Three here,', 'four.'],
    ]);
  });
});

describe('what a sentence is', () => {
  it.each([
    ['none', 'One here. Two here. ', ['One here. Two here.']],
    ['sentence', 'One here. Two, here. ', ['One here.', 'Two, here.']],
    ['clause', 'One here. Two, here. ', ['One here.', 'Two,', 'here.']],
    ['sentence', 'नमस्ते। कैसे हो?', ['नमस्ते।', 'कैसे हो?']],
  ] as const)('follows the omni rules with split %s', (split, text, sentences) => {
    const driver = omni().configure({ split }).text(text).done();
    expect(driver.orders.map((order) => order.text)).toEqual(sentences);
  });

  it.each([
    ['sentence', 'Dr. Smith went home. Ok', ['Dr.', 'Smith went home.', 'Ok']],
    ['sentence', '你好！', ['你好！']],
    ['clause', '你好，世界；再见。好', ['你好，', '世界；', '再见。', '好']],
  ] as const)('follows the seed rules with split %s', (split, text, sentences) => {
    const driver = seed().configure({ split }).text(text).done();
    expect(driver.orders.map((order) => order.text)).toEqual(sentences);
  });

  it('is asked for before the utterance ends, as soon as its text is complete', () => {
    const driver = omni().configure().text('One here. Two');
    expect(driver.orders.map((order) => order.text)).toEqual(['One here.']);
  });
});

describe('a message that breaks a rule', () => {
  it('is answered at once when nothing is owed, and the session goes on', () => {
    const driver = omni().configure().error('Unknown message type: unknown');
    expect(driver.take()).toEqual([{ type: 'error', message: 'Unknown message type: unknown' }]);
    driver.text('One.').done().speakAll();
    expect(driver.take('session.done')).toHaveLength(1);
  });

  it('is answered after the audio of everything sent before it, and before what was sent later', () => {
    const driver = omni().configure().text('One. ').error('bad 1').error('bad 2').text('Two. ');
    driver.done().speakAll();
    expect(driver.take().map((each) => each['message'] ?? kindOf(each))).toEqual([
      ...['audio.start', 'audio', 'audio.done', 'bad 1', 'bad 2'],
      ...['audio.start', 'audio', 'audio.done', 'session.done'],
    ]);
  });

  it('that is fatal ends the session after the audio owed before it', () => {
    const driver = omni().configure().text('One. Two').error('bad', true);
    expect(driver.take()).toEqual([]);
    driver.speakAll();
    const seen = driver.take();
    expect(seen.map(kindOf)).toEqual(['audio.start', 'audio', 'audio.done', 'error', 'closed']);
    expect(seen.at(-1)).toMatchObject({ closed: 1008 });
  });

  it('that is fatal before the config closes at once', () => {
    const driver = omni().error('Expected session.config, got: None', true);
    expect(driver.take()).toEqual([
      { type: 'error', message: 'Expected session.config, got: None' },
      { closed: 1008, reason: 'protocol error' },
    ]);
  });
});

describe('session.close', () => {
  it('closes at once when nothing is owed', () => {
    expect(omni().configure().close().take()).toEqual([{ closed: 1000, reason: 'session closed' }]);
  });

  it('closes after the audio owed, and drops text that is no sentence yet', () => {
    const driver = omni().configure().text('One here. And then').close();
    expect(driver.take()).toEqual([]);
    driver.speakAll();
    expect(driver.take().map(kindOf)).toEqual(['audio.start', 'audio', 'audio.done', 'closed']);
    expect(driver.orders).toHaveLength(1);
  });
});

describe('input behind the end of a session', () => {
  const ends: readonly (readonly [string, (driver: ContextDriver) => void])[] = [
    ['session.close', (driver) => driver.close()],
    ['a fatal error', (driver) => driver.error('bad', true)],
  ];

  it.each(ends)('is not read after %s', (_, end) => {
    const driver = omni().configure().text('One. Two');
    end(driver);
    driver.text('Three. Four.').done().configure().error('late').close().speakAll();
    expect(driver.take('audio.start')).toHaveLength(1);
    expect(driver.orders).toHaveLength(1);
  });

  it('is not read after input.done in the seed profile', () => {
    const driver = seed().configure().text('One here.').done().text('Two here.').done().speakAll();
    expect(driver.take('session.done')).toEqual([{ type: 'session.done', total_sentences: 1 }]);
  });

  it('changes nothing once the connection is closed', () => {
    const driver = omni().configure().close();
    const before = driver.effects.length;
    driver.text('One.').done().error('bad').wait(60_000);
    expect(driver.effects).toHaveLength(before);
  });
});

describe('the time a client is waited for', () => {
  it('is 10 s for the first config', () => {
    const driver = omni().wait(9_999);
    expect(driver.take()).toEqual([]);
    expect(driver.wait(1).take()).toEqual([
      { type: 'error', message: 'Timeout waiting for session.config' },
      { closed: 1008, reason: 'timeout' },
    ]);
  });

  it('is 30 s for a message after the config', () => {
    const driver = omni().wait(9_000).configure().wait(29_999);
    expect(driver.take()).toEqual([]);
    expect(driver.wait(1).take()).toEqual([
      { type: 'error', message: 'Idle timeout: no message received' },
      { closed: 1008, reason: 'timeout' },
    ]);
  });

  it('starts anew with any message, even a bad one', () => {
    const driver = omni().configure().wait(29_000).error('bad').wait(29_000).text('').wait(29_000);
    expect(driver.take()).toEqual([{ type: 'error', message: 'bad' }]);
  });

  it('does not run while audio is owed, and begins when the last of it has left', () => {
    const driver = omni().configure().text('One here. Two');
    driver.start(driver.order(0)).wait(100_000).speak(driver.order(0)).wait(29_999);
    expect(driver.take().map(kindOf)).toEqual(['audio.start', 'audio', 'audio.done']);
    expect(driver.wait(1).take().map(kindOf)).toEqual(['error', 'closed']);
  });

  it('runs between utterances', () => {
    const driver = omni().configure().text('One here.').done().speakAll();
    driver.take();
    expect(driver.wait(30_000).take()).toMatchObject([
      { message: 'Idle timeout: no message received' },
      { closed: 1008 },
    ]);
  });

  it('runs while an utterance has no complete sentence', () => {
    expect(omni().configure().text('One').wait(30_000).take('closed')).toHaveLength(1);
  });

  it('starts anew when it is still taking what was sent', () => {
    const driver = omni().configure().text('One. Two').done().speakAll().wait(29_000);
    driver.handle({ kind: 'clientBusy' });
    driver.wait(29_999);
    expect(driver.take('closed')).toEqual([]);
    expect(driver.wait(1).take('closed')).toHaveLength(1);
  });
});

describe('text_buffer_full', () => {
  const limits = { textBuffer: 100 };
  const FULL = {
    type: 'error',
    message: 'text_buffer_full: more than 100 characters are waiting to be spoken',
  };

  it('ends an utterance that grows too long, counted in code points', () => {
    const driver = omni({ limits }).configure().text('😀'.repeat(100));
    expect(driver.take()).toEqual([]);
    expect(driver.text('x').take()).toEqual([FULL, { closed: 1008, reason: 'text_buffer_full' }]);
  });

  it('ends a session that owes too much, after the audio it owes', () => {
    const driver = omni({ limits: { textBuffer: 400 } }).configure();
    for (const text of ['a'.repeat(250), 'b'.repeat(250)]) driver.text(text).done();
    driver.text('c').speakAll();
    const seen = driver.take();
    expect(seen.filter((each) => kindOf(each) === 'session.done')).toHaveLength(2);
    expect(seen.slice(-2)).toMatchObject([
      { type: 'error' },
      { closed: 1008, reason: 'text_buffer_full' },
    ]);
  });

  it('counts no more what was spoken', () => {
    const driver = omni({ limits: { textBuffer: 400 } }).configure();
    for (let at = 0; at < 10; at += 1) driver.text('a'.repeat(99)).done().speakAll();
    expect(driver.take('error')).toEqual([]);
  });

  it('counts answers that are owed too: they are not free', () => {
    const driver = omni({ limits: { textBuffer: 1000 } })
      .configure()
      .text('One. Two');
    for (let at = 0; at < 20; at += 1) driver.error('bad');
    driver.speakAll();
    expect(driver.take('error')).toHaveLength(8 + 1);
  });

  it('counts tiny sentences for more than their text: each is kept with its state', () => {
    const driver = omni({ limits: { textBuffer: 640 } }).configure();
    driver.text('!! '.repeat(10));
    expect(driver.text('!! ').take('error')).toEqual([]);
    driver.text('!! ').speakAll();
    expect(driver.take('error')).toHaveLength(1);
  });

  it('stops in the middle of a message that holds too many of them', () => {
    const driver = omni({ limits: { textBuffer: 640 } }).configure();
    driver.text('!! '.repeat(200)).speakAll();
    expect(driver.take('audio.done')).toHaveLength(11);
    expect(driver.orders).toHaveLength(11);
  });

  it('speaks what it owed before such a message, and then ends', () => {
    const driver = omni({ limits: { textBuffer: 640 } }).configure();
    const seen = driver.text('!! '.repeat(200)).speakAll().take();
    expect(seen.slice(-2)).toMatchObject([
      { type: 'error' },
      { closed: 1008, reason: 'text_buffer_full' },
    ]);
  });

  it('comes from the splitter in the seed profile', () => {
    const driver = seed().configure().text('a'.repeat(100_000));
    expect(driver.take()).toEqual([]);
    expect(driver.text('a').take()).toEqual([
      {
        type: 'error',
        message:
          'Internal error: Text buffer exceeded maximum size (100000 chars). Consider adding sentence-ending punctuation to your input.',
      },
      { closed: 1008, reason: 'text_buffer_full' },
    ]);
  });
});

describe('text that arrives in pieces', () => {
  const piece = fc.constantFrom(
    'One. ',
    'Two? ',
    'three ',
    'Dr. No',
    '.',
    ' ',
    '3.1',
    '你好。',
    '😀',
  );
  const play = (profile: 'omni' | 'seed', texts: readonly string[]) => {
    const driver = new ContextDriver({ profile }).configure();
    for (const text of texts) driver.text(text);
    return driver.done().speakAll().take();
  };

  it.each(['omni', 'seed'] as const)(
    'gives the same messages however it is cut (%s)',
    (profile) => {
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 12 }), fc.array(fc.nat()), (pieces, cuts) => {
          const text = pieces.join('');
          const places = cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b);
          const parts = [0, ...places].map((from, at) =>
            text.slice(from, places[at] ?? text.length),
          );
          expect(play(profile, parts)).toEqual(play(profile, [text]));
        }),
      );
    },
  );
});
