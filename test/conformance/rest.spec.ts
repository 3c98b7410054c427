import { describe, expect, it } from '@jest/globals';
import type { SynthesisFailure, WordTiming } from '@chorale/speech';
import { eventually, FOR_EVER } from '@chorale/testing';

import { useGateway } from './gateway-under-test.js';
import { bytesOf, eventsOf, refusalOf, RestCall } from './rest-call.js';

const BROKEN: SynthesisFailure = { code: 'failed', message: 'no voice', retryable: false };

const HELLO_BYTES = 6 * 480;

const RAW = { stream_format: 'audio', response_format: 'pcm' } as const;

describe('POST /v1/audio/speech', () => {
  const gateway = useGateway();
  const call = new RestCall(gateway);

  const job = () => gateway().speaker.jobs[0];

  const fail = (...chunks: readonly Uint8Array[]) =>
    gateway().speaker.say(() => ({ chunks, failure: BROKEN }));

  const typesOf = async (response: Response) =>
    (await eventsOf(response)).map(({ event }) => event);

  it('row 62: answers with a whole WAV file unless asked otherwise', async () => {
    const response = await call.speech({});
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('audio/wav');
    const file = await bytesOf(response);
    expect(response.headers.get('content-length')).toBe(String(file.length));
    expect(file.subarray(0, 4).toString()).toBe('RIFF');
    expect(file.readUInt32LE(40)).toBe(HELLO_BYTES);
    expect(file.length).toBe(44 + HELLO_BYTES);
  });

  it.each([
    ['mp3', 'audio/mpeg', /^(?:ÿ|ID3)/],
    ['opus', 'audio/ogg', /^OggS/],
    ['flac', 'audio/flac', /^fLaC/],
    ['aac', 'audio/aac', /^ÿ[ñù]/],
    ['pcm', 'audio/pcm', /^\u0001\u0001/],
    ['mulaw', 'audio/PCMU', /^\u0001\u0001/],
    ['alaw', 'audio/PCMA', /^\u0001\u0001/],
  ])('row 63: makes %s', async (format, type, magic) => {
    const response = await call.speech({ response_format: format });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    const file = await bytesOf(response);
    expect(file.toString('latin1')).toMatch(magic);
    expect(response.headers.get('content-length')).toBe(String(file.length));
  });

  it('puts telephone audio into a WAV file when asked', async () => {
    const response = await call.speech({ response_format: 'mulaw', container: 'wav' });
    expect(response.headers.get('content-type')).toBe('audio/wav');
    const file = await bytesOf(response);
    expect(file.readUInt16LE(20)).toBe(7);
    expect(file.readUInt32LE(24)).toBe(8000);
  });

  it('row 65: speaks as fast as asked', async () => {
    await bytesOf(await call.speech({ speed: 2.5 }));
    expect(job()?.style.speed).toBe(2.5);
  });

  it('row 66: tells in headers what was used, and what the audio is like', async () => {
    const { headers } = await call.speech({ instructions: 'Warm.' });
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-vllm-omni-input-tokens': '11',
      'x-vllm-omni-output-tokens': '1',
      'x-vllm-omni-total-tokens': '12',
      'x-vllm-omni-input-text-tokens': '11',
      'x-vllm-omni-input-audio-tokens': '0',
      'x-audio-sample-rate': '24000',
      'x-audio-channels': '1',
    });
    expect(headers.get('access-control-expose-headers')).toMatch(/X-Audio-Sample-Rate/);
    expect(headers.get('server-timing')).toMatch(
      /^queue;dur=[\d.]+, first-audio;dur=[\d.]+, total;dur=[\d.]+$/,
    );
  });

  it('row 67: streams neither what cannot be streamed nor word times', async () => {
    for (const fields of [{ response_format: 'aac' }, { word_timestamps: true }]) {
      const { status, error } = await call.refusal({ ...fields, stream: true });
      expect(status).toBe(400);
      expect(error.type).toBe('Bad Request');
    }
  });

  it.each([
    [{}, 'audio/wav'],
    [{ stream: false, stream_format: 'audio', response_format: 'pcm' }, 'audio/pcm'],
    [{ stream_format: 'sse' }, 'text/event-stream; charset=utf-8'],
    [{ stream: true }, 'text/event-stream; charset=utf-8'],
    [{ stream: true, stream_format: 'audio', response_format: 'pcm' }, 'audio/pcm'],
    [{ stream: true, stream_format: 'sse' }, 'text/event-stream; charset=utf-8'],
  ])('row 69: answers %j as %s', async (fields, type) => {
    const response = await call.speech(fields);
    expect(response.headers.get('content-type')).toBe(type);
    const length = response.headers.get('content-length');
    expect(length === null).toBe(Object.keys(fields).length > 0);
    await bytesOf(response);
  });

  it('row 70: sends deltas and a done', async () => {
    const response = await call.speech({ stream: true, response_format: 'pcm' });
    expect(await eventsOf(response)).toEqual([
      {
        event: 'speech.audio.delta',
        data: {
          type: 'speech.audio.delta',
          audio: Buffer.alloc(HELLO_BYTES, 1).toString('base64'),
          response_format: 'pcm',
          sample_rate: 24_000,
          channels: 1,
        },
      },
      {
        event: 'speech.audio.done',
        data: {
          type: 'speech.audio.done',
          usage: {
            input_tokens: 6,
            output_tokens: 1,
            total_tokens: 7,
            input_token_details: { text_tokens: 6, audio_tokens: 0 },
          },
        },
      },
    ]);
  });

  it('row 71: sends the samples as they are when asked for audio', async () => {
    const response = await call.speech({ ...RAW, stream: true });
    expect(response.headers.get('transfer-encoding')).toBe('chunked');
    expect(response.headers.get('x-audio-sample-rate')).toBe('24000');
    expect(await bytesOf(response)).toEqual(Buffer.alloc(HELLO_BYTES, 1));
  });

  it('row 72: has the header of a streamed WAV in a delta of its own', async () => {
    const [first] = await eventsOf(await call.speech({ stream: true, stream_format: 'sse' }));
    const header = Buffer.from(String(first?.data['audio']), 'base64');
    expect(header.length).toBe(44);
    expect(first?.data).toMatchObject({ type: 'speech.audio.delta', response_format: 'wav' });
  });

  it('row 73: refuses before a stream begins', async () => {
    const { status } = await call.refusal({ stream_format: 'sse', response_format: 'mpeg' });
    expect(status).toBe(400);
    expect(gateway().speaker.jobs).toEqual([]);
  });

  it('row 74: tells in an event that the speech failed', async () => {
    fail(new Uint8Array(480));
    const events = await eventsOf(await call.speech({ stream: true, response_format: 'pcm' }));
    expect(events.map(({ event }) => event)).toEqual(['speech.audio.delta', 'speech.audio.error']);
    expect(events[1]?.data).toEqual({
      type: 'speech.audio.error',
      error: {
        message: 'Speech generation failed: no voice',
        type: 'server_error',
        param: null,
        code: 500,
        partial_audio: true,
        action: 'discard',
      },
    });
  });

  it('row 75: marks no audio as partial where there was none', async () => {
    fail();
    const response = await call.speech({ stream: true });
    expect(response.status).toBe(200);
    const [event] = await eventsOf(response);
    expect(event?.event).toBe('speech.audio.error');
    expect(event?.data['error']).not.toHaveProperty('partial_audio');
  });

  it('row 77: answers with a file when streaming is refused', async () => {
    const response = await call.speech({ stream: false });
    expect(response.headers.get('content-type')).toBe('audio/wav');
    expect((await bytesOf(response)).length).toBe(44 + HELLO_BYTES);
  });

  it('row 78: streams WAV behind a header', async () => {
    const bytes = await bytesOf(await call.speech({ stream_format: 'audio' }));
    expect(bytes.subarray(0, 4).toString()).toBe('RIFF');
    expect(bytes.subarray(8, 12).toString()).toBe('WAVE');
    expect(bytes.length).toBe(44 + HELLO_BYTES);
  });

  it('row 79: leaves the sizes open in the header of a stream', async () => {
    const fields = { stream_format: 'audio', sample_rate: 16_000 };
    const bytes = await bytesOf(await call.speech(fields));
    expect([bytes.readUInt32LE(4), bytes.readUInt32LE(40)]).toEqual([0xffffffff, 0xffffffff]);
    expect([bytes.readUInt16LE(20), bytes.readUInt16LE(22)]).toEqual([1, 1]);
    expect(bytes.readUInt32LE(24)).toBe(16_000);
  });

  it.each(['mp3', 'opus', 'flac'])('row 82: streams %s', async (format) => {
    const response = await call.speech({ stream_format: 'audio', response_format: format });
    expect(response.status).toBe(200);
    expect((await bytesOf(response)).length).toBeGreaterThan(50);
  });

  it('row 93: says that the speech failed, and only that', async () => {
    for (const fields of [{}, RAW]) {
      fail();
      const response = await call.speech(fields);
      expect(await refusalOf(response)).toEqual({
        status: 500,
        error: {
          message: 'Speech generation failed: no voice',
          type: 'InternalServerError',
          param: null,
          code: 500,
        },
      });
    }
  });

  it('cuts a raw stream off when it fails in its middle', async () => {
    fail(new Uint8Array(480));
    await expect(bytesOf(await call.speech(RAW))).rejects.toThrow();
  });

  it('says that nothing can be heard of a text without words', async () => {
    gateway().speaker.say(() => ({ chunks: [] }));
    expect(await call.refusal({ input: '—' })).toMatchObject({
      status: 400,
      error: { message: 'TTS model did not produce audio output.' },
    });
  });

  it('makes a long text in parallel, and sends it in order', async () => {
    gateway().speaker.say(({ seq, text }) => ({
      chunks: [new Uint8Array(text.length * 480).fill(seq + 1)],
      ...(seq === 0 ? { until: eventually(() => gateway().speaker.jobs.length === 10) } : {}),
    }));
    const input = Array.from({ length: 10 }, (_, i) => `Here is sentence ${i}.`).join(' ');
    const bytes = await bytesOf(await call.speech({ input, response_format: 'pcm' }));
    expect([...new Set(bytes)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(bytes.equals(bytes.toSorted())).toBe(true);
  });

  it('puts files behind those who listen', async () => {
    await bytesOf(await call.speech({}));
    expect(job()).toMatchObject({ pace: 'asap' });
    gateway().speaker.jobs.length = 0;
    await bytesOf(await call.speech(RAW));
    expect(job()).toMatchObject({ pace: 'realtime' });
  });

  it.each([{}, RAW, { stream: true }])(
    'stops the work of a client that leaves: %j',
    async (fields) => {
      gateway().speaker.say(() => ({ chunks: [], until: FOR_EVER }));
      const leaving = new AbortController();
      const answer = call.speech(fields, { signal: leaving.signal });
      await eventually(() => gateway().speaker.jobs.length === 1);
      expect(gateway().gateway.openSessions).toBe(1);
      leaving.abort();
      await expect(answer).rejects.toThrow();
      await gateway().idle();
      expect(gateway().speaker.aborted).toHaveLength(1);
    },
  );

  it('passes request ids on', async () => {
    const headers = { 'X-Request-Id': 'mine-1' };
    const response = await call.speech({}, { headers });
    expect(response.headers.get('x-request-id')).toBe('mine-1');
    const refused = await call.speech({ input: '' }, { headers });
    expect(refused.headers.get('x-request-id')).toBe('mine-1');
  });

  const WORDS: readonly WordTiming[] = [
    { word: 'Hé', startSample: 240, endSample: 4_800, charStart: 0, charEnd: 2 },
  ];

  it('tells the times of words in a header, over all sentences', async () => {
    gateway().speaker.say(({ text }) => ({
      words: WORDS,
      chunks: [new Uint8Array(text.length * 480)],
    }));
    const response = await call.speech({ input: 'Hé there. Hé.', word_timestamps: true });
    const header = response.headers.get('x-word-timestamps') ?? '';
    expect(header).toMatch(/^[\x20-\x7e]*$/);
    expect(JSON.parse(header)).toEqual([
      { word: 'Hé', start_ms: 10, end_ms: 200 },
      { word: 'Hé', start_ms: 100, end_ms: 290 },
    ]);
  });

  it('leaves word times out that no header can hold', async () => {
    const words = Array.from({ length: 100 }, (_, i) => ({
      ...{ word: `word${i}`, startSample: 0, endSample: 1, charStart: i, charEnd: i + 1 },
    }));
    gateway().speaker.say(() => ({ words, chunks: [new Uint8Array(480)] }));
    const { headers } = await call.speech({ word_timestamps: true });
    expect(headers.get('x-word-timestamps')).toBeNull();
    expect(headers.get('x-word-timestamps-omitted')).toMatch(/^oversize; bytes=\d+; limit=4096$/);
  });

  it('sends events to whoever knows only the first of them', async () => {
    expect(await typesOf(await call.speech({ stream: true }))).toEqual([
      'speech.audio.delta',
      'speech.audio.delta',
      'speech.audio.done',
    ]);
  });
});

describe('a gateway with room for one', () => {
  const gateway = useGateway({ MAX_SESSIONS: '1' });
  const call = new RestCall(gateway);

  it('counts requests like sockets, and asks to come back later', async () => {
    await gateway().connect();
    const response = await call.speech({});
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect((await refusalOf(response)).error.type).toBe('ServiceUnavailableError');
  });
});

describe('a gateway that speaks like the first release', () => {
  const gateway = useGateway({ SPEECH_PROFILE: 'seed' });
  const call = new RestCall(gateway);

  it('row 68: knows no server-sent events', async () => {
    const { status, error } = await call.refusal({ stream_format: 'sse' });
    expect(status).toBe(400);
    expect(error.message).toContain(
      "'sse' is not a supported stream_format yet. Please use 'audio'.",
    );
  });

  it('streams PCM alone', async () => {
    const response = await call.speech({ stream: true, response_format: 'pcm' });
    expect(response.headers.get('content-type')).toBe('audio/pcm');
    expect(await bytesOf(response)).toEqual(Buffer.alloc(HELLO_BYTES, 1));
    expect((await call.refusal({ stream: true })).error.message).toContain("'wav'");
  });

  it('calls a failure the fault of the request, and adds no headers', async () => {
    gateway().speaker.say(() => ({ chunks: [], failure: BROKEN }));
    expect(await call.refusal({})).toMatchObject({
      status: 400,
      error: { message: 'Speech generation failed: no voice', type: 'BadRequestError' },
    });
    gateway().speaker.reset();
    const { headers } = await call.speech({});
    expect(headers.get('x-audio-sample-rate')).toBeNull();
    expect(headers.get('x-vllm-omni-input-tokens')).toBeNull();
  });
});
