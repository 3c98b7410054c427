import { describe, expect, it } from '@jest/globals';
import type { SpeechClient } from '@chorale/testing';
import { eventually, FakeClock, FOR_EVER, linesOf, messagesOf } from '@chorale/testing';

import { useGateway } from './gateway-under-test.js';
import { config, DONE, errorLine, OMNI, SEED, streamed, text, WIRES } from './wire.js';

/** The seed profile ends the session with its utterance, the omni profile never by itself. */
const rest = (profile: 'omni' | 'seed', client: SpeechClient) =>
  profile === 'seed' ? client.toEnd() : client.until('session.done');

const textOf = ({ message }: Readonly<Record<string, unknown>>): string => String(message);

/** What stands behind the words that name the sentence. */
const reasonIn = (message = '', lineWithoutReason: string): string => {
  const [, lead = '?'] = /"message":"(.*)"}/.exec(lineWithoutReason) ?? [];
  return message.startsWith(lead) ? message.slice(lead.length) : message;
};

describe.each(WIRES)('special situations in the $profile profile', (wire) => {
  const gateway = useGateway(wire.env);
  const end = wire.profile === 'seed' ? ['[closed 1000]'] : [];

  const talk = (...messages: readonly unknown[]) => gateway().talk(...messages);

  const linesFor = async (...messages: readonly unknown[]) => {
    const client = await talk(...messages);
    return linesOf(await rest(wire.profile, client));
  };

  it('input.done with nothing to say is done at once', async () => {
    expect(await linesFor(config(), DONE)).toEqual([wire.sessionDone(0, 0), ...end]);
  });

  it('whitespace has no audio', async () => {
    expect(await linesFor(config(), text(' \n\t '), DONE)).toEqual([
      wire.sessionDone(0, 0),
      ...end,
    ]);
    expect(gateway().speaker.jobs).toEqual([]);
  });

  it.each([[{ type: 'input.text' }], [text('')]])('%j has no effect', async (message) => {
    expect(await linesFor(config(), message, DONE)).toEqual([wire.sessionDone(0, 0), ...end]);
  });

  it('a sentence without audio is no failure', async () => {
    gateway().speaker.say(() => ({ chunks: [] }));
    expect(await linesFor(streamed(), text('Hm'), DONE)).toEqual([
      wire.mutedStart([0, 0], 'Hm'),
      wire.done([0, 0], 0),
      wire.sessionDone(0, 1),
      ...end,
    ]);
  });

  it('a whole file without audio is no frame', async () => {
    gateway().speaker.say(() => ({ chunks: [] }));
    expect(await linesFor(config(), text('Hm'), DONE)).toEqual([
      wire.start([0, 0], 'Hm'),
      wire.done([0, 0], 0),
      wire.sessionDone(0, 1),
      ...end,
    ]);
  });

  it('a failed sentence does not keep the next from being spoken', async () => {
    const failure = { code: 'engine_failed', message: 'boom', retryable: false };
    gateway().speaker.say(({ text: words }) =>
      words === 'Bad.' ? { chunks: [], failure } : { chunks: [new Uint8Array(480)] },
    );
    const lines = await linesFor(
      streamed({ split_granularity: 'sentence' }),
      text('Bad. Good'),
      DONE,
    );
    expect(lines).toEqual([
      wire.mutedStart([0, 0], 'Bad.'),
      wire.failed([0, 0], 'boom'),
      wire.done([0, 0], 0, 'failed'),
      wire.streamStart([0, 1], 'Good'),
      '[480 bytes]',
      wire.done([0, 1], 480),
      wire.sessionDone(0, 2),
      ...end,
    ]);
  });

  it.each([
    [{ voice: 'nobody' }, /^Invalid voice 'nobody'\. Supported: fake, fake-de, Vivian, /],
    [{ language: 'German' }, /^Invalid language 'German'\. Supported: Auto, English, en, en-US$/],
    [{ instructions: 'x'.repeat(501) }, /^Instructions too long \(max 500 characters\)$/],
    [{ max_new_tokens: 4097 }, /^max_new_tokens cannot exceed 4096$/],
    [{ task_type: 'Base' }, /does not support task_type='Base'/],
    [{ ref_text: 'Hello.', task_type: 'CustomVoice' }, /^'ref_text' is only valid for Base task$/],
  ])('%j fails every unit, and session.done follows', async (fields, reason) => {
    const client = await talk(config({ split_granularity: 'sentence', ...fields }));
    client.send(text('One. Two'), DONE);
    const messages = messagesOf(await rest(wire.profile, client));
    expect(messages.map(({ type }) => type)).toEqual([
      ...['audio.start', 'error', 'audio.done', 'audio.start', 'error', 'audio.done'],
      'session.done',
    ]);
    const [first, second] = messages.filter(({ type }) => type === 'error').map(textOf);
    expect(reasonIn(first, wire.failed([0, 0], ''))).toMatch(reason);
    expect(reasonIn(second, wire.failed([0, 1], ''))).toMatch(reason);
    expect(messages.at(-1)).toMatchObject({ total_sentences: 2 });
  });

  it('a client that leaves during a whole file stops what was being made for it', async () => {
    const { speaker } = gateway();
    speaker.say(() => ({ chunks: [new Uint8Array(480)], until: FOR_EVER }));
    const client = await talk(config(), text('Hello.'), DONE);
    await eventually(() => speaker.jobs.length > 0);
    client.drop();
    await eventually(() => speaker.aborted.length > 0);
    expect(speaker.aborted).toEqual(speaker.jobs);
  });
});

describe('special situations that the profiles see differently', () => {
  const omni = useGateway(OMNI.env);
  const seed = useGateway(SEED.env);

  it('an utterance without text still has its number (omni)', async () => {
    const client = await omni().connect();
    client.send(config({ response_format: 'pcm' }), DONE, DONE, text('Hi.'), DONE);
    const received = [
      ...(await client.until('session.done')),
      ...(await client.until('session.done')),
      ...(await client.until('session.done')),
    ];
    expect(linesOf(received)).toEqual([
      OMNI.sessionDone(0, 0),
      OMNI.sessionDone(1, 0),
      OMNI.start([2, 0], 'Hi.', 'pcm'),
      '[1440 bytes]',
      OMNI.done([2, 0], 1440),
      OMNI.sessionDone(2, 1),
    ]);
  });

  it('whitespace opens an utterance, an empty text does not (omni)', async () => {
    const client = await omni().connect();
    client.send(config(), text(''), config({ voice: 'fake-de' }), text(' '), config());
    client.send(text('Hallo.'), DONE);
    const [refusal] = linesOf(await client.until('session.done'));
    expect(refusal).toBe(
      errorLine(
        'session.config cannot be applied while an utterance is in progress; send input.done first',
      ),
    );
    expect(omni().speaker.jobs.map((job) => job.voice)).toEqual(['fake-de']);
  });

  it('session.close drops text that no unit was made of (omni)', async () => {
    const client = await omni().connect();
    client.send(config(), text('Never heard.'), { type: 'session.close' });
    expect(linesOf(await client.toEnd())).toEqual(['[closed 1000]']);
    expect(omni().speaker.jobs).toEqual([]);
  });

  it('what comes after input.done is ignored (seed)', async () => {
    const client = await seed().connect();
    client.send(config({ response_format: 'pcm' }), text('Hi'), DONE);
    client.send(text('Not any more.'), { type: 'bogus' }, DONE);
    expect(linesOf(await client.toEnd())).toEqual([
      SEED.start([0, 0], 'Hi', 'pcm'),
      '[960 bytes]',
      SEED.done([0, 0], 960),
      SEED.sessionDone(0, 1),
      '[closed 1000]',
    ]);
  });
});

describe.each(WIRES)('without a worker, in the $profile profile', (wire) => {
  const clock = new FakeClock();
  const gateway = useGateway(wire.env, clock);

  it('every unit fails when its time in the queue is up', async () => {
    await gateway().speaker.leave();
    const client = await gateway().connect();
    client.send(streamed({ split_granularity: 'sentence' }), text('One. Two'), DONE);
    await client.settled();
    await clock.advance(40_000);
    const lines = linesOf(await rest(wire.profile, client));
    expect(lines).toContain(wire.failed([0, 0], 'overloaded: no worker was free in time'));
    expect(lines).toContain(wire.failed([0, 1], 'overloaded: no worker was free in time'));
    expect(lines).toContain(wire.sessionDone(0, 2));
  });
});
