import fc from 'fast-check';

const aConfig = fc.record(
  {
    type: fc.constant('session.config'),
    chorale: fc.constantFrom(1, 1, '1', null),
    response_format: fc.constantFrom('pcm', 'pcm', 'wav', 'mulaw', 'mp3', 'ogg'),
    stream_audio: fc.constantFrom(true, false, 'yes', 3),
    split_granularity: fc.constantFrom('none', 'sentence', 'clause', 'word'),
    word_timestamps: fc.constantFrom(true, false, 'stream', {}),
    speed: fc.constantFrom(1, 1, 2, 9, 'fast'),
    voice: fc.constantFrom(null, 'fake', 'fake-de', 'nobody', 5),
    sample_rate: fc.constantFrom(8000, 24_000, 1),
    seed: fc.maxSafeInteger(),
    model: fc.constantFrom(null, 'tts-1', 'gpt-9'),
  },
  { requiredKeys: ['type'] },
);

const aText = fc.record({
  type: fc.constant('input.text'),
  text: fc.oneof(
    fc.constantFrom(
      'One. Two! Three? ',
      '你好。世界',
      'Dr. ',
      ' ',
      '',
      'a, b; c. ',
      '!!! ',
      '\u200b',
    ),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.anything(),
  ),
});

const aCancel = fc.record(
  {
    type: fc.constant('input.cancel'),
    utterance_index: fc.oneof(fc.nat(3), fc.constantFrom(-1, null, 'x')),
    played_ms: fc.oneof(fc.nat(5), fc.constantFrom(-1, null, 1e300)),
  },
  { requiredKeys: ['type'] },
);

const asJson = (message: object): string => JSON.stringify(message);

/** One frame; what makes a session go on is likelier than what ends it. */
const aFrame = fc.oneof(
  { weight: 12, arbitrary: aText.map(asJson) },
  { weight: 5, arbitrary: fc.constant('{"type":"input.done"}') },
  { weight: 3, arbitrary: aConfig.map(asJson) },
  { weight: 3, arbitrary: aCancel.map(asJson) },
  { weight: 1, arbitrary: fc.record({ type: fc.anything() }).map(asJson) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.constant('{"type":"session.close"}') },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }) },
);

const OPENINGS = [
  '{"type":"session.config","response_format":"pcm","stream_audio":true}',
  '{"type":"session.config","chorale":1,"response_format":"pcm","stream_audio":true,"word_timestamps":"stream"}',
  '{"type":"session.config"}',
] as const;

/** How a client leaves: without a word, with a close frame, or once all is said. */
export type Ending = 'drop' | 'close' | 'wait';

/** A session's worth of frames, most of them sensible enough to be answered with speech. */
export const aSession = fc.record({
  opening: fc.option(fc.constantFrom(...OPENINGS), { freq: 10 }),
  frames: fc.array(aFrame, { maxLength: 25 }),
  end: fc.constantFrom<Ending[]>('drop', 'close', 'wait', 'wait', 'wait'),
});
