import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { ReadingStage } from './client-message.js';
import { MAX_CONFIG_LENGTH, MAX_MESSAGE_LENGTH, readClientMessage } from './client-message.js';

const stage = (overrides: Partial<ReadingStage> = {}): ReadingStage => ({
  ...{ profile: 'omni', defaultSplit: 'sentence', configured: true, extended: false },
  ...overrides,
});

const OMNI_FIRST = stage({ configured: false });
const OMNI_LATER = stage();
const SEED_FIRST = stage({ profile: 'seed', configured: false });
const SEED_LATER = stage({ profile: 'seed' });
const EXTENDED = stage({ extended: true });

const STAGES = [OMNI_FIRST, OMNI_LATER, SEED_FIRST, SEED_LATER, EXTENDED];

const fatal = (message: string) => ({ kind: 'error', message, fatal: true });
const mild = (message: string) => ({ kind: 'error', message, fatal: false });

const text = (value: string) => JSON.stringify({ type: 'input.text', text: value });

/** A message of this type that is exactly so many code points long. */
const ofLength = (type: string, length: number, filler = 'x') => {
  const frame = (content: string) => `{"type":"${type}","text":"${content}"}`;
  return frame(filler.repeat(length - frame('').length));
};

describe(readClientMessage.name, () => {
  it.each([
    ['{"type":"input.text","text":"Hi. "}', { kind: 'text', text: 'Hi. ' }],
    ['{"type":"input.text","text":""}', { kind: 'text', text: '' }],
    ['{"type":"input.text"}', { kind: 'text', text: '' }],
    ['{"type":"input.text","text":"a","extra":[1],"__proto__":{}}', { kind: 'text', text: 'a' }],
    ['{"type":"input.done"}', { kind: 'done' }],
    [' { "type" : "input.done", "text" : 5 } ', { kind: 'done' }],
  ])('reads %s in both profiles', (frame, message) => {
    expect(readClientMessage(frame, OMNI_LATER)).toEqual(message);
    expect(readClientMessage(frame, SEED_LATER)).toEqual(message);
  });

  it('reads session.close in the omni profile alone', () => {
    const frame = '{"type":"session.close"}';
    expect(readClientMessage(frame, OMNI_LATER)).toEqual({ kind: 'close' });
    const unknown = mild('Unknown message type: session.close');
    expect(readClientMessage(frame, SEED_LATER)).toEqual(unknown);
  });

  it('reads another config in the omni profile alone', () => {
    const frame = '{"type":"session.config"}';
    expect(readClientMessage(frame, OMNI_LATER)).toMatchObject({ kind: 'config' });
    const unknown = mild('Unknown message type: session.config');
    expect(readClientMessage(frame, SEED_LATER)).toEqual(unknown);
  });

  it.each(['5', 'null', 'true', '["a"]', '{"a":1}', '1.5'])('refuses %s as text', (value) => {
    const frame = `{"type":"input.text","text":${value}}`;
    const refused = mild('input.text requires a string value');
    expect(readClientMessage(frame, OMNI_LATER)).toEqual(refused);
    expect(readClientMessage(frame, SEED_LATER)).toEqual(refused);
  });
});

describe('a frame that is no JSON', () => {
  const frames = [
    '',
    ' ',
    'hello',
    '{',
    '{"type":"input.done"',
    "{'type':'input.done'}",
    '{"a":01}',
  ];
  const more = ['{"type":"input.done"} x', '{"type":"input.done",}', 'undefined', '{"speed":NaN}'];

  it.each([...frames, ...more])('ends a session that has not begun: %j', (frame) => {
    expect(readClientMessage(frame, OMNI_FIRST)).toEqual(fatal('Invalid JSON message'));
    expect(readClientMessage(frame, SEED_FIRST)).toEqual(fatal('Invalid JSON in session.config'));
  });

  it.each([...frames, ...more])('is told to one that has: %j', (frame) => {
    expect(readClientMessage(frame, OMNI_LATER)).toEqual(mild('Invalid JSON message'));
    expect(readClientMessage(frame, SEED_LATER)).toEqual(mild('Invalid JSON message'));
  });
});

describe('a frame that is no object', () => {
  const OBJECTS = 'WebSocket messages must be JSON objects';
  const frames = ['null', '5', '"session.config"', 'true', '[]', '[{"type":"input.done"}]'];

  it.each(frames)('ends a session that has not begun: %s', (frame) => {
    expect(readClientMessage(frame, OMNI_FIRST)).toEqual(fatal(OBJECTS));
    const seed = fatal('session.config must be a JSON object');
    expect(readClientMessage(frame, SEED_FIRST)).toEqual(seed);
  });

  it.each(frames)('is told to one that has: %s', (frame) => {
    expect(readClientMessage(frame, OMNI_LATER)).toEqual(mild(OBJECTS));
    expect(readClientMessage(frame, SEED_LATER)).toEqual(mild(OBJECTS));
  });
});

describe('a type that is not expected', () => {
  const types = [
    ['{}', 'None'],
    ['{"type":null}', 'None'],
    ['{"type":true}', 'True'],
    ['{"type":5}', '5'],
    ['{"type":"bogus"}', 'bogus'],
    ['{"type":""}', ''],
    ['{"type":"Session.Config"}', 'Session.Config'],
    ['{"type":["session.config"]}', "['session.config']"],
    ['{"__proto__":{"type":"session.config"}}', 'None'],
    ['{"__proto__":{"type":"input.done"},"n":1234567890123456789}', 'None'],
  ] as const;

  it.each(types)('ends a session that has not begun: %s', (frame, shown) => {
    const refused = fatal(`Expected session.config, got: ${shown}`);
    expect(readClientMessage(frame, OMNI_FIRST)).toEqual(refused);
    expect(readClientMessage(frame, SEED_FIRST)).toEqual(refused);
  });

  it.each(types)('is told to one that has: %s', (frame, shown) => {
    const refused = mild(`Unknown message type: ${shown}`);
    expect(readClientMessage(frame, OMNI_LATER)).toEqual(refused);
    expect(readClientMessage(frame, SEED_LATER)).toEqual(refused);
  });

  it.each(['input.text', 'input.done', 'session.close', 'input.cancel'])(
    'is %s before the config',
    (type) => {
      const refused = fatal(`Expected session.config, got: ${type}`);
      expect(readClientMessage(JSON.stringify({ type }), OMNI_FIRST)).toEqual(refused);
    },
  );

  it('is echoed no further than 200 characters', () => {
    const read = readClientMessage(JSON.stringify({ type: 'x'.repeat(10_000) }), OMNI_LATER);
    expect(read).toEqual(mild(`Unknown message type: ${'x'.repeat(200)}`));
  });
});

describe('the length of a frame', () => {
  const TOO_LARGE = 'input.text message too large';

  it('may be 131 072 code points, and no more', () => {
    for (const profile of [OMNI_LATER, SEED_LATER]) {
      const longest = readClientMessage(ofLength('input.text', MAX_MESSAGE_LENGTH), profile);
      expect(longest).toMatchObject({ kind: 'text' });
      const wide = readClientMessage(ofLength('input.text', MAX_MESSAGE_LENGTH, '😀'), profile);
      expect(wide).toMatchObject({ kind: 'text' });
      const tooLong = readClientMessage(ofLength('input.text', MAX_MESSAGE_LENGTH + 1), profile);
      expect(tooLong).toEqual(mild(TOO_LARGE));
    }
  });

  it('counts code points, not bytes and not UTF-16 units', () => {
    expect(readClientMessage(text('语'.repeat(100_000)), OMNI_LATER)).toMatchObject({
      kind: 'text',
    });
    expect(readClientMessage(text('😀'.repeat(100_000)), OMNI_LATER)).toMatchObject({
      kind: 'text',
    });
    expect(readClientMessage(text('😀'.repeat(131_073)), OMNI_LATER)).toEqual(mild(TOO_LARGE));
    expect(readClientMessage(text('😀'.repeat(131_073)), SEED_LATER)).toEqual(mild(TOO_LARGE));
  });

  it('is bound for every later type', () => {
    const frame = ofLength('bogus', MAX_MESSAGE_LENGTH + 1);
    expect(readClientMessage(frame, OMNI_LATER)).toEqual(mild(TOO_LARGE));
    expect(readClientMessage(frame, SEED_LATER)).toEqual(mild(TOO_LARGE));
  });

  it('may be 4 Mi code points for a first config, and no more', () => {
    for (const first of [OMNI_FIRST, SEED_FIRST]) {
      const longest = ofLength('session.config', MAX_CONFIG_LENGTH);
      expect(readClientMessage(longest, first)).toMatchObject({ kind: 'config' });
    }
    const tooLong = ofLength('session.config', MAX_CONFIG_LENGTH + 1);
    expect(readClientMessage(tooLong, OMNI_FIRST)).toEqual(fatal('WebSocket message too large'));
    const seed = fatal('session.config message too large');
    expect(readClientMessage(tooLong, SEED_FIRST)).toEqual(seed);
  });

  it('counts code points for a config too', () => {
    const frame = ofLength('session.config', 2_200_000, '😀'); // 4.4 M UTF-16 units
    expect(frame.length).toBeGreaterThan(MAX_CONFIG_LENGTH);
    expect(readClientMessage(frame, OMNI_FIRST)).toMatchObject({ kind: 'config' });
  });

  it('may be 4 Mi code points for a later config of the omni profile', () => {
    const long = ofLength('session.config', MAX_MESSAGE_LENGTH + 1);
    expect(readClientMessage(long, OMNI_LATER)).toMatchObject({ kind: 'config' });
    expect(readClientMessage(long, SEED_LATER)).toEqual(mild(TOO_LARGE));
    const tooLong = ofLength('session.config', MAX_CONFIG_LENGTH + 1);
    expect(readClientMessage(tooLong, OMNI_LATER)).toEqual(mild('WebSocket message too large'));
  });

  it('is fatal before the config for anything but one', () => {
    const frame = ofLength('input.text', MAX_MESSAGE_LENGTH + 1);
    expect(readClientMessage(frame, OMNI_FIRST)).toEqual(fatal(TOO_LARGE));
  });
});

describe('input.cancel', () => {
  const cancel = (fields: object) => JSON.stringify({ type: 'input.cancel', ...fields });
  const REFUSED = mild('input.cancel takes non-negative numbers for utterance_index and played_ms');

  it('is unknown to a client that did not ask for the extensions', () => {
    const unknown = mild('Unknown message type: input.cancel');
    expect(readClientMessage(cancel({}), OMNI_LATER)).toEqual(unknown);
    expect(readClientMessage(cancel({}), { ...SEED_LATER, extended: true })).toEqual(unknown);
  });

  it.each([
    [{}, { utteranceIndex: null, playedMs: null }],
    [
      { utterance_index: null, played_ms: null },
      { utteranceIndex: null, playedMs: null },
    ],
    [
      { utterance_index: 2, played_ms: 310.5 },
      { utteranceIndex: 2, playedMs: 310.5 },
    ],
  ])('takes %j', (fields, message) => {
    expect(readClientMessage(cancel(fields), EXTENDED)).toEqual({ kind: 'cancel', ...message });
  });

  it.each([{ utterance_index: -1 }, { utterance_index: '1' }, { played_ms: true }])(
    'refuses %j',
    (fields) => {
      expect(readClientMessage(cancel(fields), EXTENDED)).toEqual(REFUSED);
    },
  );

  it('refuses numbers beyond all bounds', () => {
    expect(readClientMessage('{"type":"input.cancel","played_ms":1e999}', EXTENDED)).toEqual(
      REFUSED,
    );
    const huge = '{"type":"input.cancel","utterance_index":99999999999999999999}';
    expect(readClientMessage(huge, EXTENDED)).toEqual(REFUSED);
  });
});

describe('a hostile frame', () => {
  const nested = (open: string, close: string, depth: number) =>
    `{"type":${open.repeat(depth)}1${close.repeat(depth)}}`;

  it.each([
    ['lists', nested('[', ']', 60_000)],
    ['dicts', nested('{"a":', '}', 20_000)],
    ['lists beside a long number', `{"n":1234567890123456789,"type":${'['.repeat(60_000)}}`],
    ['lists that are never closed', '['.repeat(130_000)],
  ])('of deeply nested %s is answered', (_, frame) => {
    for (const each of STAGES)
      expect(readClientMessage(frame, each)).toMatchObject({ kind: 'error' });
  });

  it('of 4 Mi nested lists is answered', () => {
    const frame = '['.repeat(2_000_000) + ']'.repeat(2_000_000);
    expect(readClientMessage(frame, OMNI_FIRST)).toMatchObject({ kind: 'error', fatal: true });
  });

  it('with a long number inside its type is answered', () => {
    const frame = '{"type":{"a":[12345678901234567890]}}';
    const unknown = mild("Unknown message type: {'a': [12345678901234567890]}");
    expect(readClientMessage(frame, OMNI_LATER)).toEqual(unknown);
  });

  it('with an endless number is answered, as Python does not read it either', () => {
    const frame = `{"type":"input.done","n":${'9'.repeat(100_000)}}`;
    expect(readClientMessage(frame, OMNI_LATER)).toEqual(mild('Invalid JSON message'));
  });

  it('with a number of 4 Mi digits in a string costs no more than its length', () => {
    const frame = `{"type":"session.config","speed":"${'1'.repeat(4_000_000)}x"}`;
    expect(readClientMessage(frame, OMNI_FIRST)).toMatchObject({
      message: expect.stringContaining('[type=float_parsing]'),
    });
  });

  it('with equal keys means the last of them', () => {
    const done = '{"type":"bogus","type":"input.done"}';
    expect(readClientMessage(done, OMNI_LATER)).toEqual({ kind: 'done' });
    const withLongNumber = '{"n":1234567890123456789,"type":"bogus","type":"input.done"}';
    expect(readClientMessage(withLongNumber, OMNI_LATER)).toEqual({ kind: 'done' });
  });
});

describe('any frame', () => {
  const anyText = fc
    .array(fc.nat(0xffff), { maxLength: 20 })
    .map((units) => String.fromCharCode(...units));
  const json = fc.oneof(
    fc.json(),
    anyText,
    fc
      .tuple(
        fc.constantFrom('session.config', 'input.text', 'input.done', 'input.cancel', 'x'),
        fc.dictionary(
          fc.constantFrom('text', 'seed', 'speed', 'chorale', 'voice', 'played_ms', '__proto__'),
          fc.jsonValue(),
        ),
      )
      .map(([type, fields]) => JSON.stringify({ type, ...fields })),
    fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('{', '"', '9'.repeat(17), '\\', '\u0000'))
      .map(([frame, at, cut]) => {
        const place = at % (frame.length + 1);
        return frame.slice(0, place) + cut + frame.slice(place);
      }),
  );

  it('is answered without an exception', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(...STAGES), (frame, at) => {
        const message = readClientMessage(frame, at);
        if (message.kind === 'error') expect(message.message).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });

  it('is fatal only before the config', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(...STAGES), (frame, at) => {
        const message = readClientMessage(frame, at);
        if (message.kind === 'error') expect(message.fatal).toBe(!at.configured);
      }),
    );
  });

  it('gives its text exactly', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        expect(readClientMessage(text(value), OMNI_LATER)).toEqual({ kind: 'text', text: value });
      }),
    );
  });
});
