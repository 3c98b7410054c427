import { describe, expect, it } from '@jest/globals';
import { linesOf } from '@chorale/testing';

import { useGateway } from './gateway-under-test.js';
import { config, DONE, errorLine, OMNI, SEED, streamed, text, WIRES } from './wire.js';

/** What a client sends, and what it is told. */
type Mistake = readonly [what: string, frame: string, error: string];

const json = (message: unknown) => JSON.stringify(message);

/** 4 Mi characters and the braces. */
const HUGE = json({ type: 'session.config', instructions: 'x'.repeat(4_194_304) });

/** 128 Ki characters and the braces. */
const LARGE_TEXT = json(text('x'.repeat(131_072)));

const LARGE_CONFIG = json(config({ instructions: 'x'.repeat(131_072) }));

const modelError = (model: string) =>
  `error=ErrorInfo(message='The model \`${model}\` does not exist.', type='NotFoundError', param='model', code=404)`;

/** Before the config every mistake is fatal. */
const FIRST: Readonly<Record<'omni' | 'seed', readonly Mistake[]>> = {
  omni: [
    ['what is no JSON', '{"type":', 'Invalid JSON message'],
    ['an empty frame', '', 'Invalid JSON message'],
    ['a list', '[]', 'WebSocket messages must be JSON objects'],
    ['null', 'null', 'WebSocket messages must be JSON objects'],
    ['a text', json(text('Hello.')), 'Expected session.config, got: input.text'],
    ['no type', '{}', 'Expected session.config, got: None'],
    ['an unknown model', json(config({ model: 'gpt-9' })), modelError('gpt-9')],
    ['a huge config', HUGE, 'WebSocket message too large'],
    ['a large text', LARGE_TEXT, 'input.text message too large'],
  ],
  seed: [
    ['what is no JSON', '{"type":', 'Invalid JSON in session.config'],
    ['an empty frame', '', 'Invalid JSON in session.config'],
    ['a list', '[]', 'session.config must be a JSON object'],
    ['null', 'null', 'session.config must be a JSON object'],
    ['a text', json(text('Hello.')), 'Expected session.config, got: input.text'],
    ['no type', '{}', 'Expected session.config, got: None'],
    ['an unknown model', json(config({ model: 'gpt-9' })), modelError('gpt-9')],
    ['a huge config', HUGE, 'session.config message too large'],
    ['a large text', LARGE_TEXT, 'Expected session.config, got: input.text'],
  ],
};

const LATER_IN_BOTH: readonly Mistake[] = [
  ['what is no JSON', 'Hello.', 'Invalid JSON message'],
  ['a list', '[1]', 'WebSocket messages must be JSON objects'],
  ['a string', '"input.done"', 'WebSocket messages must be JSON objects'],
  ['no type', '{"text":"Hello."}', 'Unknown message type: None'],
  ['a type that is no string', '{"type":["a",1,true]}', "Unknown message type: ['a', 1, True]"],
  ['a null text', '{"type":"input.text","text":null}', 'input.text requires a string value'],
  ['a text in a list', '{"type":"input.text","text":["a"]}', 'input.text requires a string value'],
  ['a text in an object', '{"type":"input.text","text":{}}', 'input.text requires a string value'],
  ['a large text', LARGE_TEXT, 'input.text message too large'],
];

/** After the config none of these is fatal. */
const LATER: Readonly<Record<'omni' | 'seed', readonly Mistake[]>> = {
  omni: [
    ...LATER_IN_BOTH,
    ['a huge config', HUGE, 'WebSocket message too large'],
    ['an unknown model', json(config({ model: 'gpt-9' })), modelError('gpt-9')],
  ],
  seed: [
    ...LATER_IN_BOTH,
    ['a large second config', LARGE_CONFIG, 'input.text message too large'],
    ['a huge second config', HUGE, 'input.text message too large'],
  ],
};

describe.each(WIRES)('mistakes of a client in the $profile profile', (wire) => {
  const gateway = useGateway(wire.env);

  const afterConfig = async () => {
    const client = await gateway().connect();
    client.send(streamed());
    return client;
  };

  const spoken = (sentence: string) => [
    wire.streamStart([0, 0], sentence),
    `[${sentence.length * 480} bytes]`,
    wire.done([0, 0], sentence.length * 480),
  ];

  it.each(FIRST[wire.profile])(
    '%s instead of a config ends the session',
    async (_, frame, error) => {
      const client = await gateway().connect();
      client.sendRaw(frame);
      client.send(text('Hello.'));
      expect(linesOf(await client.toEnd())).toEqual([errorLine(error), '[closed 1008]']);
    },
  );

  it.each(LATER[wire.profile])('%s after the config is answered', async (_, frame, error) => {
    const client = await afterConfig();
    client.sendRaw(frame);
    client.send(text('Still here'), DONE);
    expect(linesOf(await client.until('session.done'))).toEqual([
      errorLine(error),
      ...spoken('Still here'),
      wire.sessionDone(0, 1),
    ]);
  });

  it('a binary frame instead of a config ends the session', async () => {
    const client = await gateway().connect();
    client.sendRaw(Uint8Array.of(1, 2, 3));
    expect(linesOf(await client.toEnd())).toEqual([
      errorLine("Internal error: 'text'"),
      '[closed 1008]',
    ]);
  });

  it('a binary frame ends the session after the audio that is owed', async () => {
    const client = await gateway().connect();
    client.send(streamed({ split_granularity: 'sentence' }), text('Hello there. And'));
    client.sendRaw(new Uint8Array(0));
    client.send(text(' no more.'), DONE);
    expect(linesOf(await client.toEnd())).toEqual([
      ...spoken('Hello there.'),
      errorLine("Internal error: 'text'"),
      '[closed 1008]',
    ]);
  });

  it('the limits count characters, not bytes', async () => {
    gateway().speaker.say(() => ({ chunks: [] }));
    const client = await afterConfig();
    client.send(text('好'.repeat(99_000)), DONE);
    expect(linesOf(await client.until('session.done')).at(-1)).toBe(wire.sessionDone(0, 1));
  });

  it.each([
    ['response_format', 'ogg', 'literal_error'],
    ['task_type', 'Singing', 'literal_error'],
    ['split_granularity', 'word', 'literal_error'],
    ['speed', 4.5, 'less_than_equal'],
    ['speed', 0.2, 'greater_than_equal'],
    ['speed', 'fast', 'float_parsing'],
    ['max_new_tokens', 0, 'greater_than_equal'],
    ['max_new_tokens', 1.5, 'int_from_float'],
    ['initial_codec_chunk_frames', -1, 'greater_than_equal'],
    ['voice', 5, 'string_type'],
    ['stream_audio', 'maybe', 'bool_parsing'],
  ])('a config with %s = %j is refused', async (field, value, keyword) => {
    const client = await gateway().connect();
    client.send(config({ [field]: value }));
    const { message } = await client.message();
    expect(message).toMatch(
      new RegExp(
        `^Invalid session config: 1 validation error[^]*\\n${field}\\n[^]*type=${keyword}`,
      ),
    );
    expect((await client.closed()).code).toBe(1008);
  });

  it('a speed cannot be streamed', async () => {
    const client = await gateway().connect();
    client.send(streamed({ speed: 1.5 }));
    const reason = {
      omni: 'WebSocket stream_audio=true currently requires speed=1.0; native speed control is only available through HTTP streaming.',
      seed: 'Speed adjustment is not supported when stream_audio=true. Set speed=1.0 or omit it.',
    };
    expect((await client.message())['message']).toContain(reason[wire.profile]);
    expect((await client.closed()).code).toBe(1008);
  });
});

describe('mistakes of a client that only the omni profile knows', () => {
  const gateway = useGateway(OMNI.env);

  const talk = (...messages: readonly unknown[]) => gateway().talk(...messages);

  it('a text as long as a message may be is spoken', async () => {
    gateway().speaker.say(() => ({ chunks: [] }));
    const room = 131_072 - json(text('')).length;
    const client = await talk(config(), text('x'.repeat(room)), DONE);
    expect(linesOf(await client.until('session.done')).at(-1)).toBe(OMNI.sessionDone(0, 1));
  });

  it('an invalid second config leaves the first in force', async () => {
    const client = await talk(config({ voice: 'fake-de' }), config({ voice: 'fake', speed: 9 }));
    client.send(text('Hallo.'), DONE);
    const [refusal] = linesOf(await client.until('session.done'));
    expect(refusal).toMatch(/^{"type":"error","message":"Invalid session config: /);
    expect(gateway().speaker.jobs.map((job) => job.voice)).toEqual(['fake-de']);
  });

  it('word times without streamed pcm are refused for each unit, which has no start and no done', async () => {
    const client = await talk(config({ word_timestamps: true, split_granularity: 'sentence' }));
    client.send(text('One. Two.'), DONE, config(), text('Three.'), DONE);
    const refusal = errorLine(
      "word_timestamps=true requires stream_audio=true and response_format='pcm' over the WebSocket",
    );
    expect(linesOf(await client.until('session.done'))).toEqual([
      refusal,
      refusal,
      OMNI.sessionDone(0, 2),
    ]);
    expect(linesOf(await client.until('session.done')).at(-1)).toBe(OMNI.sessionDone(1, 1));
    expect(gateway().speaker.jobs.map((job) => job.text)).toEqual(['Three.']);
  });

  it('a speaker embedding beside a reference clip ends the session at its first unit', async () => {
    const client = await talk(
      config({ speaker_embedding: [0.5], ref_audio: 'https://example.com/a.wav' }),
      text('Hello.'),
      DONE,
    );
    expect(linesOf(await client.toEnd())).toEqual([
      errorLine(
        "Internal error: Value error, 'speaker_embedding' and 'ref_audio' are mutually exclusive",
      ),
      '[closed 1008]',
    ]);
  });
});

describe('mistakes of a client that only the seed profile knows', () => {
  const gateway = useGateway(SEED.env);

  it('a text as long as its buffer is spoken', async () => {
    gateway().speaker.say(() => ({ chunks: [] }));
    const client = await gateway().connect();
    client.send(config(), text('x'.repeat(100_000)), DONE);
    expect(linesOf(await client.until('session.done')).at(-1)).toBe(SEED.sessionDone(0, 1));
  });

  it('split_granularity none does not exist', async () => {
    const client = await gateway().connect();
    client.send(config({ split_granularity: 'none' }));
    expect((await client.message())['message']).toMatch(/split_granularity[^]*literal_error/);
    expect((await client.closed()).code).toBe(1008);
  });
});
