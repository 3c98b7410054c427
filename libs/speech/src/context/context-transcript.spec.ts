import { describe, expect, it } from '@jest/globals';

import type { DriverOptions, Seen } from './context-driver.fixture.js';
import { ContextDriver, kindOf, sampleOf } from './context-driver.fixture.js';

const omni = (options: DriverOptions = {}) => new ContextDriver({ ...options, profile: 'omni' });
const seed = (options: DriverOptions = {}) => new ContextDriver({ ...options, profile: 'seed' });

/** Sample values of the first utterance's sentence. */
const samples = (seq: number, from: number, to: number, route = 1) =>
  Array.from({ length: to - from }, (_, at) => sampleOf(route, seq, from + at));

const json = (seen: readonly Seen[]) =>
  seen.map(({ audio, ...rest }) =>
    Array.isArray(audio) ? `<${audio.length * 2}>` : JSON.stringify(rest),
  );

describe('the transcripts of the wire contract', () => {
  it('matches the seed profile to the byte', () => {
    const driver = seed().configure().text('Hello there').done();
    driver.start(driver.order(0)).chunk(driver.order(0), 0, 24_000).end(driver.order(0), 24_000);
    expect(json(driver.take())).toEqual([
      '{"type":"audio.start","sentence_index":0,"sentence_text":"Hello there","format":"pcm","sample_rate":24000}',
      '<48000>',
      '{"type":"audio.done","sentence_index":0,"total_bytes":48000,"error":false}',
      '{"type":"session.done","total_sentences":1}',
      '{"closed":1000,"reason":"session done"}',
    ]);
  });

  it('matches the omni profile to the byte, over two utterances', () => {
    const driver = omni().configure().text('Hello world. How are');
    driver.speakAll();
    driver.text(' you?').done().speakAll();
    driver.text('Again.').done().speakAll();
    driver.close();
    expect(json(driver.take())).toEqual([
      '{"type":"audio.start","utterance_index":0,"sentence_index":0,"sentence_text":"Hello world.","format":"pcm","sample_rate":24000,"channels":1}',
      '<6>',
      '{"type":"audio.done","utterance_index":0,"sentence_index":0,"total_bytes":6,"error":false}',
      '{"type":"audio.start","utterance_index":0,"sentence_index":1,"sentence_text":"How are you?","format":"pcm","sample_rate":24000,"channels":1}',
      '<6>',
      '{"type":"audio.done","utterance_index":0,"sentence_index":1,"total_bytes":6,"error":false}',
      '{"type":"session.done","utterance_index":0,"total_sentences":2}',
      '{"type":"audio.start","utterance_index":1,"sentence_index":0,"sentence_text":"Again.","format":"pcm","sample_rate":24000,"channels":1}',
      '<6>',
      '{"type":"audio.done","utterance_index":1,"sentence_index":0,"total_bytes":6,"error":false}',
      '{"type":"session.done","utterance_index":1,"total_sentences":1}',
      '{"closed":1000,"reason":"session closed"}',
    ]);
  });

  it('answers an unknown message after the sentences ahead of it', () => {
    const driver = seed().configure().text('One here. Two here. ');
    driver.error('Unknown message type: bogus').done().speakAll();
    expect(driver.take().map(kindOf)).toEqual([
      ...['audio.start', 'audio', 'audio.done', 'audio.start', 'audio', 'audio.done'],
      ...['error', 'session.done', 'closed'],
    ]);
  });
});

describe('audio.start', () => {
  const streamed = { format: 'pcm', streamAudio: true } as const;
  const whole = { format: 'wav', streamAudio: false } as const;

  it.each(['omni', 'seed'] as const)('precedes a whole file at once (%s)', (profile) => {
    const driver = new ContextDriver({ profile }).configure(whole).text('One here. Two here. ');
    expect(driver.take()).toMatchObject([{ type: 'audio.start', sentence_index: 0 }]);
  });

  it('precedes streamed audio at once in the seed profile, with the rate that clients assume', () => {
    const driver = seed().configure(streamed).text('One here. ');
    expect(driver.take()).toEqual([
      {
        ...{ type: 'audio.start', sentence_index: 0, sentence_text: 'One here.' },
        ...{ format: 'pcm', sample_rate: 24_000 },
      },
    ]);
  });

  it('waits for the first chunk of streamed audio in the omni profile', () => {
    const driver = omni()
      .configure({ ...streamed, sampleRate: 16_000 })
      .text('One here. Two');
    expect(driver.take()).toEqual([]);
    driver.start(driver.order(0)).chunk(driver.order(0), 0, 2);
    expect(driver.take()).toEqual([
      {
        ...{ type: 'audio.start', utterance_index: 0, sentence_index: 0 },
        ...{ sentence_text: 'One here.', format: 'pcm', sample_rate: 16_000, channels: 1 },
      },
      { audio: samples(0, 0, 2) },
    ]);
  });

  it('has no rate for a whole file', () => {
    const driver = omni().configure(whole).text('One here. Two').speakAll(1);
    const [start] = driver.take();
    expect(start).toEqual({
      ...{ type: 'audio.start', utterance_index: 0, sentence_index: 0 },
      ...{ sentence_text: 'One here.', format: 'wav' },
    });
  });

  it.each(['omni', 'seed'] as const)('of the next sentence waits for this one (%s)', (profile) => {
    const driver = new ContextDriver({ profile }).configure(streamed).text('One here. Two here. ');
    driver.speak(driver.order(1)).start(driver.order(0)).chunk(driver.order(0), 0, 1);
    const starts = driver.take('audio.start');
    expect(starts).toMatchObject([{ type: 'audio.start', sentence_index: 0 }]);
  });
});

describe('the audio of a sentence', () => {
  it('is forwarded chunk by chunk as it comes', () => {
    const driver = omni().configure().text('One here. Two');
    const order = driver.order(0);
    driver.start(order).chunk(order, 0, 2).chunk(order, 2, 5).chunk(order, 5, 6).end(order, 6);
    const seen = driver.take();
    expect(seen.filter((each) => kindOf(each) === 'audio')).toEqual([
      { audio: samples(0, 0, 2) },
      { audio: samples(0, 2, 5) },
      { audio: samples(0, 5, 6) },
    ]);
    expect(seen.at(-1)).toMatchObject({ type: 'audio.done', total_bytes: 12, error: false });
  });

  it('is one frame for a whole file, counted with its header', () => {
    const driver = omni().configure({ format: 'wav', streamAudio: false }).text('One here. Two');
    const order = driver.order(0);
    driver.start(order).chunk(order, 0, 2).chunk(order, 2, 5);
    expect(driver.take()).toHaveLength(1);
    expect(driver.end(order, 5).take()).toEqual([
      { file: 'wav', samples: samples(0, 0, 5) },
      {
        ...{ type: 'audio.done', utterance_index: 0, sentence_index: 0 },
        ...{ total_bytes: 44 + 10, error: false },
      },
    ]);
  });

  it('is a headerless file where pcm is not streamed', () => {
    const driver = omni().configure({ format: 'pcm', streamAudio: false }).text('One here. Two');
    driver.speakAll(4);
    expect(driver.take().slice(1)).toMatchObject([
      { file: 'pcm', samples: samples(0, 0, 4) },
      { type: 'audio.done', total_bytes: 8 },
    ]);
  });

  it('waits for its turn and then comes in order', () => {
    const driver = omni().configure().text('One here. Two here. Three');
    driver.speak(driver.order(1), 2);
    expect(driver.take()).toEqual([]);
    driver.speak(driver.order(0), 2);
    expect(driver.take('audio')).toEqual([
      { audio: samples(0, 0, 2) },
      { audio: samples(1, 0, 2) },
    ]);
  });

  it('may be nothing: a bare start, then a done without error', () => {
    const driver = omni().configure().text('One here. Two');
    driver.start(driver.order(0)).end(driver.order(0), 0);
    expect(driver.take()).toEqual([
      {
        ...{ type: 'audio.start', utterance_index: 0, sentence_index: 0 },
        ...{ sentence_text: 'One here.', format: 'pcm' },
      },
      {
        ...{ type: 'audio.done', utterance_index: 0, sentence_index: 0 },
        ...{ total_bytes: 0, error: false },
      },
    ]);
  });

  it('may be nothing in a whole file too: no binary frame', () => {
    const driver = omni().configure({ format: 'wav', streamAudio: false }).text('One here. Two');
    driver.start(driver.order(0)).end(driver.order(0), 0);
    expect(driver.take()).toMatchObject([
      { type: 'audio.start' },
      { type: 'audio.done', total_bytes: 0, error: false },
    ]);
  });

  it('of a streamed wav has one header per utterance, counted where it was sent', () => {
    const driver = omni().configure({ format: 'wav', extended: true, sampleRate: 8000 });
    driver.text('One here. Two here.').done().speakAll(2);
    expect(driver.take()).toMatchObject([
      { type: 'audio.start', sentence_index: 0 },
      { header: 'wav', rate: 8000 },
      { audio: samples(0, 0, 2) },
      { type: 'audio.done', total_bytes: 48 },
      { type: 'audio.start', sentence_index: 1 },
      { audio: samples(1, 0, 2) },
      { type: 'audio.done', total_bytes: 4 },
      { type: 'session.done' },
    ]);
  });
});

describe('a sentence that fails', () => {
  it.each([
    ['omni', 'Generation failed for utterance 0, sentence 0: no voice'],
    ['seed', 'Generation failed for sentence 0: no voice'],
  ] as const)('before any audio is started, told and done (%s)', (profile, message) => {
    const driver = new ContextDriver({ profile }).configure().text('One here.').done();
    driver.fail(driver.order(0));
    const [start, error, done, sessionDone] = driver.take();
    expect(start).toMatchObject({ type: 'audio.start', sentence_text: 'One here.' });
    expect(error).toEqual({ type: 'error', message });
    expect(done).toMatchObject({ type: 'audio.done', total_bytes: 0, error: true });
    expect(sessionDone).toMatchObject({ type: 'session.done', total_sentences: 1 });
  });

  it('has a bare start in the omni profile', () => {
    const driver = omni().configure().text('One here. Two');
    driver.fail(driver.order(0));
    expect(driver.take()[0]).not.toHaveProperty('sample_rate');
  });

  it('after some audio says in the omni profile that it is to be discarded', () => {
    const driver = omni().configure().text('One here.').done();
    driver.start(driver.order(0)).chunk(driver.order(0), 0, 1).fail(driver.order(0));
    expect(driver.take().slice(2)).toEqual([
      {
        ...{ type: 'error', message: 'Generation failed for utterance 0, sentence 0: no voice' },
        ...{ partial_audio: true, action: 'discard' },
      },
      {
        ...{ type: 'audio.done', utterance_index: 0, sentence_index: 0 },
        ...{ total_bytes: 2, error: true },
      },
      { type: 'session.done', utterance_index: 0, total_sentences: 1 },
    ]);
  });

  it('after some audio says nothing more in the seed profile', () => {
    const driver = seed().configure().text('One here. Two');
    driver.start(driver.order(0)).chunk(driver.order(0), 0, 1).fail(driver.order(0));
    expect(driver.take().slice(2)).toEqual([
      { type: 'error', message: 'Generation failed for sentence 0: no voice' },
      { type: 'audio.done', sentence_index: 0, total_bytes: 2, error: true },
    ]);
  });

  it('in a whole file has sent no part of it', () => {
    const driver = omni().configure({ format: 'wav', streamAudio: false }).text('One here. Two');
    driver.start(driver.order(0)).chunk(driver.order(0), 0, 1).fail(driver.order(0));
    expect(driver.take().slice(1)).toEqual([
      { type: 'error', message: 'Generation failed for utterance 0, sentence 0: no voice' },
      {
        ...{ type: 'audio.done', utterance_index: 0, sentence_index: 0 },
        ...{ total_bytes: 0, error: true },
      },
    ]);
  });

  it('ahead of its turn keeps its place, and the next sentence is spoken', () => {
    const driver = omni().configure().text('One here. Two here. Three here.').done();
    driver.fail(driver.order(1)).speak(driver.order(2)).speak(driver.order(0));
    const done = driver.take('audio.done');
    expect(done).toMatchObject([
      { sentence_index: 0, error: false },
      { sentence_index: 1, error: true },
      { sentence_index: 2, error: false },
    ]);
  });
});

describe('session.done', () => {
  it.each([
    ['nothing', []],
    ['an empty text', ['']],
    ['blank text', ['  ', '\n']],
  ])('counts no sentence after %s', (_, texts) => {
    const driver = omni().configure();
    for (const text of texts) driver.text(text);
    driver.done();
    expect(driver.take()).toEqual([
      { type: 'session.done', utterance_index: 0, total_sentences: 0 },
    ]);
    expect(driver.orders).toEqual([]);
  });

  it('gives even an empty utterance its number', () => {
    const driver = omni().configure().done().done().text('Hi there.').done().speakAll();
    expect(driver.take('session.done')).toEqual([
      { type: 'session.done', utterance_index: 0, total_sentences: 0 },
      { type: 'session.done', utterance_index: 1, total_sentences: 0 },
      { type: 'session.done', utterance_index: 2, total_sentences: 1 },
    ]);
  });

  it('closes the session of a seed client that said nothing', () => {
    expect(seed().configure().done().take()).toEqual([
      { type: 'session.done', total_sentences: 0 },
      { closed: 1000, reason: 'session done' },
    ]);
  });

  it('speaks what was left without punctuation', () => {
    const driver = omni().configure().text('no stop at the end ').done().speakAll();
    expect(driver.take()[0]).toMatchObject({ sentence_text: 'no stop at the end' });
  });

  it('numbers the sentences of each utterance from 0', () => {
    const driver = omni().configure();
    for (const text of ['One. Two.', 'Three. Four. Five.']) driver.text(text).done().speakAll();
    const done = driver.take('audio.done');
    expect(done.map((each) => [each['utterance_index'], each['sentence_index']])).toEqual([
      ...[
        [0, 0],
        [0, 1],
      ],
      ...[
        [1, 0],
        [1, 1],
        [1, 2],
      ],
    ]);
  });
});

describe('word times', () => {
  const word = (at: number) => ({
    ...{ word: `w${at}`, startSample: at, endSample: at + 1 },
    ...{ charStart: 3 * at, charEnd: 3 * at + 2 },
  });

  it('come in audio.chunk frames with their place in the sentence, and all words at the end', () => {
    const driver = omni().configure({ sampleRate: 1000, wordTimestamps: 'chunks' });
    const order = driver.text('One here. Two').order(0);
    driver.start(order).chunk(order, 0, 500).chunk(order, 500, 1000);
    driver.handle({ kind: 'timingArrived', address: order.address, words: [word(0), word(1)] });
    const seen = driver.end(order, 1000).take();
    expect(seen[0]).toMatchObject({
      type: 'audio.start',
      word_timestamps: true,
      sample_rate: 1000,
    });
    const label = { utteranceIndex: 0, sentenceIndex: 0, sampleRate: 1000 };
    expect(seen.flatMap(({ timedAudio }) => timedAudio ?? [])).toEqual([
      { ...label, chunkId: 0, startMs: 0, endMs: 500, words: null },
      { ...label, chunkId: 1, startMs: 500, endMs: 1000, words: null },
      { ...label, chunkId: 2, startMs: 0, endMs: 1000, words: [word(0), word(1)] },
    ]);
    expect(seen.at(-1)).toMatchObject({ type: 'audio.done', total_bytes: 2000 });
  });

  it('are an empty list for a silent sentence', () => {
    const driver = omni().configure({ wordTimestamps: 'chunks' }).text('One here. Two');
    driver.start(driver.order(0)).end(driver.order(0), 0);
    expect(driver.take()).toMatchObject([
      { type: 'audio.start' },
      { timedAudio: { chunkId: 0, startMs: 0, endMs: 0, words: [] } },
      { type: 'audio.done', total_bytes: 0 },
    ]);
  });

  it('that are streamed come behind the start and ahead of their audio', () => {
    const driver = omni().configure({ wordTimestamps: 'stream', extended: true });
    const order = driver.text('One here. Two').order(0);
    const say = (at: number) => {
      driver.handle({ kind: 'timingArrived', address: order.address, words: [word(at)] });
      driver.chunk(order, at, at + 1);
    };
    driver.start(order);
    say(0);
    say(1);
    expect(driver.take()).toMatchObject([
      { type: 'audio.start' },
      { timings: ['w0'], sentence: 0 },
      { audio: samples(0, 0, 1) },
      { timings: ['w1'], sentence: 0 },
      { audio: samples(0, 1, 2) },
    ]);
  });

  it('that are streamed come ahead of a whole file too', () => {
    const driver = omni().configure({
      wordTimestamps: 'stream',
      extended: true,
      streamAudio: false,
    });
    const order = driver.text('One here. Two').order(0);
    driver.start(order);
    driver.handle({ kind: 'timingArrived', address: order.address, words: [word(0)] });
    driver.chunk(order, 0, 2).end(order, 2);
    expect(driver.take()).toMatchObject([
      { type: 'audio.start' },
      { timings: ['w0'], sentence: 0 },
      { file: 'pcm' },
      { type: 'audio.done' },
    ]);
  });

  it('are not told twice when a second attempt says them again', () => {
    const driver = omni().configure({ wordTimestamps: 'stream', extended: true });
    const first = driver.text('One here. Two').order(0);
    driver.start(first);
    driver.handle({ kind: 'timingArrived', address: first.address, words: [word(0), word(1)] });
    driver.chunk(first, 0, 1).handle({ kind: 'streamLost' });
    const second = driver.order(0);
    driver.handle({ kind: 'timingArrived', address: second.address, words: [word(1), word(2)] });
    driver.chunk(second, 1, 2);
    expect(driver.take('timings')).toMatchObject([{ timings: ['w0', 'w1'] }, { timings: ['w2'] }]);
  });
});
