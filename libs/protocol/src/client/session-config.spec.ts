import { describe, expect, it } from '@jest/globals';
import type { UtteranceConfig } from '@chorale/speech';

import { readClientMessage } from './client-message.js';
import type { SessionConfigRules } from './session-config.js';

const OMNI: SessionConfigRules = { profile: 'omni', defaultSplit: 'sentence' };
const SEED: SessionConfigRules = { profile: 'seed', defaultSplit: 'sentence' };

/** Reads a first config whose fields are given as JSON text. */
const read = (fields: string, rules = OMNI) => {
  const frame = `{"type":"session.config"${fields === '' ? '' : `,${fields}`}}`;
  return readClientMessage(frame, { ...rules, configured: false, extended: false });
};

const configOf = (fields: string, rules = OMNI): UtteranceConfig => {
  const message = read(fields, rules);
  if (message.kind !== 'config') throw new Error(JSON.stringify(message));
  return message.config;
};

const refusal = (fields: string, rules = OMNI): string => {
  const message = read(fields, rules);
  return message.kind === 'error' ? message.message : `taken: ${fields}`;
};

const problem = (field: string, text: string, type: string) =>
  `Invalid session config: 1 validation error for StreamingSpeechSessionConfig\n${field}\n  ${text} [type=${type}]`;

const conflict = (text: string) =>
  `Invalid session config: 1 validation error for StreamingSpeechSessionConfig\n  Value error, ${text} [type=value_error]`;

const DEFAULTS: UtteranceConfig = {
  ...{ model: null, voice: null, language: null, taskType: null, instructions: null },
  ...{ format: 'wav', streamAudio: false, speed: 1, split: 'sentence', wordTimestamps: 'off' },
  ...{ sampleRate: 24_000, seed: null, maxNewTokens: null, refAudio: 'none', refText: null },
  ...{ xVectorOnly: null, embeddingLength: null, priority: 'interactive', extended: false },
};

describe('a session.config', () => {
  it('may leave everything out', () => {
    expect(configOf('')).toEqual(DEFAULTS);
    expect(configOf('', SEED)).toEqual(DEFAULTS);
  });

  it('may say null where a field can be empty', () => {
    const names = [
      ...['model', 'voice', 'speaker', 'task_type', 'language', 'instructions', 'speed'],
      ...['max_new_tokens', 'initial_codec_chunk_frames', 'non_streaming_mode', 'ref_audio'],
      ...['ref_text', 'x_vector_only_mode', 'speaker_embedding', 'seed'],
    ];
    const fields = names.map((name) => `"${name}":null`).join(',');
    expect(configOf(fields)).toEqual(DEFAULTS);
    expect(configOf(fields, SEED)).toEqual(DEFAULTS);
  });

  it('may hold keys that nobody knows, typing errors among them', () => {
    expect(
      configOf('"sample_rate":8000,"streamAudio":true,"temperature":"hot","__proto__":1'),
    ).toEqual(DEFAULTS);
  });

  it('splits as the server lays down, where it does not say', () => {
    expect(configOf('', { ...OMNI, defaultSplit: 'none' }).split).toBe('none');
    expect(configOf('', { ...OMNI, defaultSplit: 'clause' }).split).toBe('clause');
    expect(configOf('"chorale":1', { ...OMNI, defaultSplit: 'none' }).split).toBe('none');
    expect(configOf('', { ...SEED, defaultSplit: 'none' }).split).toBe('sentence');
  });

  it.each<[string, Partial<UtteranceConfig>]>([
    ['"model":"tts-1"', { model: 'tts-1' }],
    ['"model":""', { model: '' }],
    ['"voice":"Vivian"', { voice: 'Vivian' }],
    ['"task_type":"VoiceDesign"', { taskType: 'VoiceDesign' }],
    ['"language":"English"', { language: 'English' }],
    ['"instructions":"softly"', { instructions: 'softly' }],
    ['"response_format":"pcm"', { format: 'pcm' }],
    ['"response_format":"pcm","stream_audio":true', { format: 'pcm', streamAudio: true }],
    ['"speed":0.25', { speed: 0.25 }],
    ['"speed":4', { speed: 4 }],
    ['"speed":"1.5"', { speed: 1.5 }],
    ['"speed":" 1e0 "', { speed: 1 }],
    ['"speed":true', { speed: 1 }],
    ['"max_new_tokens":"12"', { maxNewTokens: 12 }],
    ['"max_new_tokens":12.0', { maxNewTokens: 12 }],
    ['"max_new_tokens":"+1_000.00"', { maxNewTokens: 1000 }],
    ['"max_new_tokens":true', { maxNewTokens: 1 }],
    ['"initial_codec_chunk_frames":0', {}],
    ['"ref_text":"said"', { refText: 'said' }],
    ['"x_vector_only_mode":false', { xVectorOnly: false }],
    ['"x_vector_only_mode":"yes"', { xVectorOnly: true }],
    ['"split_granularity":"clause"', { split: 'clause' }],
  ])('takes %s in both profiles', (fields, config) => {
    expect(configOf(fields)).toEqual({ ...DEFAULTS, ...config });
    expect(configOf(fields, SEED)).toEqual({ ...DEFAULTS, ...config });
  });

  it.each<[string, Partial<UtteranceConfig>]>([
    ['"speaker":"ann"', { voice: 'ann' }],
    ['"speaker":"ann","voice":"bob"', { voice: 'bob' }],
    ['"non_streaming_mode":true', {}],
    ['"speaker_embedding":[1,"2",true]', { embeddingLength: 3 }],
    ['"speaker_embedding":[]', { embeddingLength: 0 }],
    ['"split_granularity":"none"', { split: 'none' }],
    ['"word_timestamps":true', { wordTimestamps: 'chunks' }],
    ['"word_timestamps":"off"', { wordTimestamps: 'off' }],
    ['"seed":42', { seed: 42n }],
    ['"seed":"42"', { seed: 42n }],
    ['"seed":-1', { seed: -1n }],
  ])('takes %s in the omni profile and ignores it in the seed profile', (fields, config) => {
    expect(configOf(fields)).toEqual({ ...DEFAULTS, ...config });
  });

  it('ignores what the seed profile does not know, whatever it is', () => {
    const fields = '"speaker":5,"seed":"x","word_timestamps":7,"speaker_embedding":"y","chorale":1';
    expect(configOf(fields, SEED)).toEqual(DEFAULTS);
  });
});

describe('booleans', () => {
  const words = [
    ...['true', 'True', 'TRUE', '1', 'yes', 'on', 't', 'y'].map(
      (word) => [`"${word}"`, true] as const,
    ),
    ...['false', 'False', '0', 'no', 'off', 'f', 'n'].map((word) => [`"${word}"`, false] as const),
    ...([
      ['true', true],
      ['1', true],
      ['1.0', true],
      ['false', false],
      ['0', false],
    ] as const),
  ];

  it.each(words)('may be written %s', (value, streamAudio) => {
    expect(configOf(`"response_format":"pcm","stream_audio":${value}`)).toMatchObject({
      streamAudio,
    });
  });

  it.each([
    ...['"x"', '""', '" true"', '2', '-1', '"wrong"'].map(
      (value) => [value, 'bool_parsing'] as const,
    ),
    ...['null', '1.5', '[]', '{}', '12345678901234567890'].map(
      (value) => [value, 'bool_type'] as const,
    ),
  ])('may not be written %s: %s', (value, type) => {
    const text =
      type === 'bool_type'
        ? 'Input should be a valid boolean'
        : 'Input should be a valid boolean, unable to interpret input';
    expect(refusal(`"stream_audio":${value}`)).toBe(problem('stream_audio', text, type));
    expect(refusal(`"stream_audio":${value}`, SEED)).toBe(problem('stream_audio', text, type));
  });
});

describe('numbers', () => {
  const LEAST = 'Input should be greater than or equal to';
  const MOST = 'Input should be less than or equal to';

  it.each([
    ['0.2', `${LEAST} 0.25`, 'greater_than_equal'],
    ['false', `${LEAST} 0.25`, 'greater_than_equal'],
    ['4.01', `${MOST} 4`, 'less_than_equal'],
    ['1e999', `${MOST} 4`, 'less_than_equal'],
    ['99999999999999999999', `${MOST} 4`, 'less_than_equal'],
    [
      '"fast"',
      'Input should be a valid number, unable to parse string as a number',
      'float_parsing',
    ],
    ['""', 'Input should be a valid number, unable to parse string as a number', 'float_parsing'],
    [
      '"0x1"',
      'Input should be a valid number, unable to parse string as a number',
      'float_parsing',
    ],
    ['[]', 'Input should be a valid number', 'float_type'],
    ['{}', 'Input should be a valid number', 'float_type'],
  ])('that are no speed: %s', (value, text, type) => {
    expect(refusal(`"speed":${value}`)).toBe(problem('speed', text, type));
  });

  it.each([
    ['max_new_tokens', '0', `${LEAST} 1`, 'greater_than_equal'],
    ['max_new_tokens', '-9999999999999999999', `${LEAST} 1`, 'greater_than_equal'],
    ['max_new_tokens', '9223372036854775808', `${MOST} 9223372036854775807`, 'less_than_equal'],
    [
      'max_new_tokens',
      '1.5',
      'Input should be a valid integer, got a number with a fractional part',
      'int_from_float',
    ],
    ['max_new_tokens', '1e999', 'Input should be a finite number', 'finite_number'],
    [
      'max_new_tokens',
      '"1.5"',
      'Input should be a valid integer, unable to parse string as an integer',
      'int_parsing',
    ],
    [
      'max_new_tokens',
      '"_1"',
      'Input should be a valid integer, unable to parse string as an integer',
      'int_parsing',
    ],
    [
      'max_new_tokens',
      `"${'9'.repeat(4301)}"`,
      'Unable to parse input string as an integer, exceeded maximum size',
      'int_parsing_size',
    ],
    ['max_new_tokens', '[1]', 'Input should be a valid integer', 'int_type'],
    ['initial_codec_chunk_frames', '-1', `${LEAST} 0`, 'greater_than_equal'],
  ])('that are no %s: %.30s', (field, value, ...complaint) => {
    expect(refusal(`"${field}":${value}`)).toBe(problem(field, ...complaint));
  });

  it('have no upper bound as max_new_tokens of the seed profile', () => {
    expect(configOf('"max_new_tokens":9223372036854775808', SEED).maxNewTokens).toBe(2 ** 63);
  });
});

describe('seed', () => {
  it.each([
    ['9223372036854775807', 2n ** 63n - 1n],
    ['"9223372036854775807"', 2n ** 63n - 1n],
    ['-9223372036854775808', -(2n ** 63n)],
    ['9007199254740993', 2n ** 53n + 1n],
    ['0', 0n],
  ])('%s is kept exactly', (value, seed) => {
    expect(configOf(`"seed":${value}`).seed).toBe(seed);
    expect(configOf(`"s\\u0065ed":${value}`).seed).toBe(seed);
  });

  it('beyond 64 bits is refused', () => {
    expect(refusal('"seed":9223372036854775808')).toBe(
      problem(
        'seed',
        'Input should be less than or equal to 9223372036854775807',
        'less_than_equal',
      ),
    );
    expect(refusal('"seed":-9223372036854775809')).toBe(
      problem(
        ...(['seed', 'Input should be greater than or equal to -9223372036854775808'] as const),
        'greater_than_equal',
      ),
    );
  });
});

describe('strings', () => {
  const fields = ['model', 'voice', 'language', 'instructions', 'ref_audio', 'ref_text'];

  it.each(fields)('must be strings: %s', (field) => {
    for (const value of ['5', 'true', '[]', '{}'])
      for (const rules of [OMNI, SEED])
        expect(refusal(`"${field}":${value}`, rules)).toBe(
          problem(field, 'Input should be a valid string', 'string_type'),
        );
  });

  it('must be strings: speaker', () => {
    expect(refusal('"speaker":5')).toContain('speaker\n  Input should be a valid string');
  });
});

describe('names', () => {
  const OMNI_FORMATS = "Input should be 'wav', 'pcm', 'flac', 'mp3' or 'opus'";
  const SEED_FORMATS = "Input should be 'wav', 'pcm', 'flac', 'mp3', 'aac' or 'opus'";

  it.each(['"mpeg"', '"WAV"', '" wav"', 'null', '1', '[]'])('must be exact: %s', (value) => {
    const refused = (text: string) => problem('response_format', text, 'literal_error');
    expect(refusal(`"response_format":${value}`)).toBe(refused(OMNI_FORMATS));
    expect(refusal(`"response_format":${value}`, SEED)).toBe(refused(SEED_FORMATS));
  });

  it('of formats are those of the profile', () => {
    for (const format of ['wav', 'pcm', 'flac', 'mp3', 'opus'] as const) {
      expect(configOf(`"response_format":"${format}"`).format).toBe(format);
      expect(configOf(`"response_format":"${format}"`, SEED).format).toBe(format);
    }
    expect(configOf('"response_format":"aac"', SEED).format).toBe('aac');
    expect(refusal('"response_format":"aac"')).toContain('[type=literal_error]');
    expect(refusal('"response_format":"mulaw"')).toContain('[type=literal_error]');
  });

  it('of splits are those of the profile', () => {
    expect(refusal('"split_granularity":"words"')).toBe(
      problem(
        'split_granularity',
        "Input should be 'none', 'sentence' or 'clause'",
        'literal_error',
      ),
    );
    for (const value of ['"none"', 'null'])
      expect(refusal(`"split_granularity":${value}`, SEED)).toBe(
        problem('split_granularity', "Input should be 'sentence' or 'clause'", 'literal_error'),
      );
  });

  it('of tasks are exact too', () => {
    expect(refusal('"task_type":"base"')).toBe(
      problem(
        'task_type',
        "Input should be 'CustomVoice', 'VoiceDesign' or 'Base'",
        'literal_error',
      ),
    );
  });
});

describe('speaker_embedding', () => {
  const numbers = (count: number) => `[${Array.from({ length: count }, () => 0.5).join(',')}]`;

  it('may have 8192 numbers and no more', () => {
    expect(configOf(`"speaker_embedding":${numbers(8192)}`).embeddingLength).toBe(8192);
    expect(refusal(`"speaker_embedding":${numbers(8193)}`)).toContain('[type=too_long]');
  });

  it.each([
    ['"x"', 'list_type'],
    ['{}', 'list_type'],
    ['[null]', 'float_type'],
    ['[1,"x"]', 'float_parsing'],
  ])('may not be %s: %s', (value, type) => {
    expect(refusal(`"speaker_embedding":${value}`)).toContain(`[type=${type}]`);
  });
});

describe('ref_audio', () => {
  it.each(['http://a/b.wav', 'https://a', 'data:audio/wav;base64,AAAA', 'file:///tmp/a'])(
    'is known by its scheme and not kept: %s',
    (uri) => {
      expect(configOf(`"ref_audio":"${uri}"`).refAudio).toBe('uri');
      expect(configOf(`"ref_audio":"${uri}"`, SEED).refAudio).toBe('uri');
    },
  );

  it.each(['', 'clip.wav', 'ftp://a', 'httpx://a', 'AAAA'])(
    'is none with a scheme: %j',
    (value) => {
      expect(configOf(`"ref_audio":"${value}"`).refAudio).toBe('not-a-uri');
    },
  );

  it('has a scheme in any case in the omni profile alone', () => {
    expect(configOf('"ref_audio":"HTTPS://a"').refAudio).toBe('uri');
    expect(configOf('"ref_audio":"HTTPS://a"', SEED).refAudio).toBe('not-a-uri');
  });
});

describe('streamed audio', () => {
  const FORMAT = (format: string) =>
    conflict(
      `WebSocket streaming audio (stream_audio=true) requires response_format='pcm'. Got response_format='${format}'.`,
    );

  it.each([OMNI, SEED])('needs pcm ($profile)', (rules) => {
    expect(refusal('"stream_audio":true', rules)).toBe(FORMAT('wav'));
    expect(refusal('"stream_audio":true,"response_format":"mp3"', rules)).toBe(FORMAT('mp3'));
  });

  it.each([OMNI, SEED])('has its own pace ($profile)', (rules) => {
    const fields = (speed: string) =>
      `"stream_audio":true,"response_format":"pcm","speed":${speed}`;
    expect(configOf(fields('null'), rules).speed).toBe(1);
    expect(configOf(fields('1'), rules).speed).toBe(1);
    expect(refusal(fields('1.5'), rules)).toBe(
      conflict(
        rules.profile === 'seed'
          ? 'Speed adjustment is not supported when stream_audio=true. Set speed=1.0 or omit it.'
          : 'WebSocket stream_audio=true currently requires speed=1.0; native speed control is only available through HTTP streaming.',
      ),
    );
  });

  it('complains of the format first', () => {
    expect(refusal('"stream_audio":true,"speed":2')).toBe(FORMAT('wav'));
  });

  it('complains of fields before their combination', () => {
    expect(refusal('"stream_audio":true,"speed":9')).toBe(
      problem('speed', 'Input should be less than or equal to 4', 'less_than_equal'),
    );
  });
});

describe('several mistakes', () => {
  it('are counted and told one after another', () => {
    const message = refusal('"speed":"fast","stream_audio":"maybe","voice":5');
    expect(message).toMatch(/^Invalid session config: 3 validation errors for /);
    for (const field of ['speed', 'stream_audio', 'voice'])
      expect(message).toContain(`\n${field}\n`);
  });
});

describe('"chorale": 1', () => {
  const extended = (fields: string) => configOf(`"chorale":1,${fields}`);

  it('switches our extensions on, and nothing else does', () => {
    expect(configOf('"chorale":1')).toEqual({ ...DEFAULTS, extended: true });
    for (const value of ['2', 'true', '"1"', 'null', '0'])
      expect(configOf(`"chorale":${value}`).extended).toBe(false);
    expect(configOf('"chorale":1', SEED).extended).toBe(false);
  });

  it.each([8000, 16_000, 22_050, 24_000, 44_100, 48_000])('brings a rate of %d Hz', (rate) => {
    expect(extended(`"sample_rate":${rate}`).sampleRate).toBe(rate);
    expect(extended(`"sample_rate":"${rate}"`).sampleRate).toBe(rate);
  });

  it.each(['11025', '0', '"fast"', 'true', '24000.5', '[]'])('brings no rate of %s Hz', (rate) => {
    expect(refusal(`"chorale":1,"sample_rate":${rate}`)).toBe(
      problem(
        ...(['sample_rate', 'Input should be 8000, 16000, 22050, 24000, 44100 or 48000'] as const),
        'literal_error',
      ),
    );
  });

  it('brings telephony, at its one rate', () => {
    for (const format of ['mulaw', 'alaw'] as const) {
      expect(extended(`"response_format":"${format}"`)).toMatchObject({ format, sampleRate: 8000 });
      expect(extended(`"response_format":"${format}","sample_rate":8000`).sampleRate).toBe(8000);
      expect(refusal(`"chorale":1,"response_format":"${format}","sample_rate":16000`)).toBe(
        conflict(`response_format='${format}' has a sample_rate of 8000.`),
      );
    }
  });

  it('lets more formats be streamed, at any speed', () => {
    for (const format of ['pcm', 'wav', 'mp3', 'opus', 'flac', 'mulaw', 'alaw'])
      expect(extended(`"stream_audio":true,"speed":2,"response_format":"${format}"`)).toMatchObject(
        { streamAudio: true, speed: 2, format },
      );
    expect(refusal('"chorale":1,"stream_audio":true,"response_format":"aac"')).toBe(
      conflict("stream_audio=true cannot stream response_format='aac'."),
    );
  });

  it('brings word times as a stream of their own', () => {
    expect(extended('"word_timestamps":"stream"').wordTimestamps).toBe('stream');
    expect(extended('"word_timestamps":1').wordTimestamps).toBe('chunks');
    expect(extended('"word_timestamps":false').wordTimestamps).toBe('off');
    expect(refusal('"word_timestamps":"stream"')).toContain('[type=bool_parsing]');
    expect(refusal('"chorale":1,"word_timestamps":null')).toContain('[type=bool_type]');
  });

  it('brings priorities', () => {
    expect(extended('"priority":"batch"').priority).toBe('batch');
    expect(refusal('"chorale":1,"priority":"high"')).toBe(
      problem('priority', "Input should be 'interactive' or 'batch'", 'literal_error'),
    );
    expect(configOf('"priority":"batch"').priority).toBe('interactive');
  });
});

describe('whether a bad config is fatal', () => {
  const frame = '{"type":"session.config","speed":9}';

  it('depends on whether one was accepted before', () => {
    const at = (configured: boolean) =>
      readClientMessage(frame, { ...OMNI, configured, extended: false });
    expect(at(false)).toMatchObject({ kind: 'error', fatal: true });
    expect(at(true)).toMatchObject({ kind: 'error', fatal: false });
  });
});
