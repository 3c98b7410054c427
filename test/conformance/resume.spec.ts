import { describe, expect, it } from '@jest/globals';
import {
  audioOf,
  eventually,
  FOR_EVER,
  markedAudioOf,
  messagesOf,
  type SpeechClient,
} from '@chorale/testing';

import { useGateway } from './gateway-under-test.js';
import { CLOSE, config, DONE, extended, streamed, text } from './wire.js';

const resumable = (fields: object = {}) => extended({ resumable: true, ...fields });

const typesOf = (messages: readonly Readonly<Record<string, unknown>>[]) =>
  messages.map(({ type }) => type);

describe('a resumable session', () => {
  const gateway = useGateway({ RESUME_TTL_SECONDS: '30' });

  const created = async (...messages: readonly unknown[]) => {
    const client = await gateway().talk(resumable(), ...messages);
    const message = messagesOf(await client.until('session.created')).at(-1) ?? {};
    return { client, session: message['session_id'], token: message['resume_token'] };
  };

  const resume = (
    { session, token }: { readonly session: unknown; readonly token: unknown },
    place: readonly [utterance: number, sentence: number, samples: number] = [0, 0, 0],
  ) => ({
    ...{ type: 'session.resume', session_id: session, resume_token: token, received: 1 },
    ...{ utterance_index: place[0], sentence_index: place[1], sample_offset: place[2] },
  });

  const acknowledged = (client: SpeechClient, count: number) =>
    eventually(() =>
      messagesOf(client.received).some(
        ({ type, received }) => type === 'input.ack' && Number(received) >= count,
      ),
    );

  it('is named, and every message that is safe is acknowledged', async () => {
    const { client } = await created(text('One. '), DONE);
    expect(messagesOf(client.received)).toContainEqual({
      ...{ type: 'session.created', session_id: expect.any(String) },
      ...{ resume_token: expect.stringMatching(/^[\w-]{43}$/), expires_in: 30 },
    });
    await acknowledged(client, 3);
    await client.until('session.done');
    client.send(CLOSE);
    expect(await client.closed()).toMatchObject({ code: 1000 });
  });

  it('goes on at the sample at which its connection broke', async () => {
    const words = 'One two three four.';
    const audio = markedAudioOf(words);
    gateway().speaker.say(() => ({ chunks: [audio.subarray(0, 2000)], until: FOR_EVER }));
    const first = await created(text(words), DONE);
    await eventually(() => audioOf(first.client.received).byteLength === 2000);
    await acknowledged(first.client, 3);
    first.client.drop();
    gateway().speaker.say(() => ({ chunks: [audio] }));
    const second = await gateway().talk(resume(first, [0, 0, 1000]));
    const received = await second.until('session.done');
    const [resumed, start, done] = messagesOf(received);
    expect(resumed).toEqual({
      ...{ type: 'session.resumed', resume_token: expect.any(String), received: 3 },
      ...{ utterance_index: 0, sentence_index: 0, sample_offset: 1000, fit: 'exact' },
    });
    expect(start).toMatchObject({ type: 'audio.start', sentence_index: 0, sentence_text: words });
    expect(Buffer.compare(audioOf(received), audio.subarray(2000))).toBe(0);
    expect(done).toMatchObject({ type: 'audio.done', total_bytes: audio.byteLength });
    expect(gateway().speaker.jobs.at(-1)).toMatchObject({ fromSample: 1000 });
  });

  it('keeps the text from which no sentence was cut yet', async () => {
    const first = await created(text('Half a sen'));
    await acknowledged(first.client, 2);
    first.client.drop();
    const second = await gateway().talk(resume(first));
    await second.until('session.resumed');
    second.send(text('tence.'), DONE);
    expect(messagesOf(await second.until('session.done'))).toContainEqual(
      expect.objectContaining({ type: 'audio.start', sentence_text: 'Half a sentence.' }),
    );
  });

  it('is taken over by the latest connection, and the one before is told', async () => {
    const first = await created(text('One. '));
    const second = await gateway().talk(resume(first));
    await second.until('session.resumed');
    expect(messagesOf(await first.client.toEnd()).at(-1)).toEqual({
      type: 'error',
      message: 'session_taken_over: another connection has resumed this session',
    });
    expect(first.client.received.at(-1)).toMatchObject({ kind: 'closed', code: 4009 });
  });

  it('of two that race for it has one', async () => {
    const first = await created(text('One. '), DONE);
    await first.client.until('session.done');
    first.client.drop();
    const racers = await Promise.all([0, 1].map(() => gateway().talk(resume(first, [1, 0, 0]))));
    await eventually(() => racers.some(({ received }) => received.at(-1)?.kind === 'closed'));
    const closed = racers.filter(({ received }) => received.at(-1)?.kind === 'closed');
    expect(closed).toHaveLength(1);
    expect(closed[0]?.received.at(-1)).toMatchObject({ code: 4009 });
    const [winner] = racers.filter((racer) => racer !== closed[0]);
    winner?.send(text('Two. '), DONE);
    await winner?.until('session.done');
  });

  it('takes an old token until its successor has been used', async () => {
    const first = await created();
    const second = await gateway().talk(resume(first));
    await second.until('session.resumed');
    second.drop();
    const third = await gateway().talk(resume(first));
    await third.until('session.resumed');
    third.send(text('I have the new token. '));
    await acknowledged(third, 2);
    third.drop();
    const fourth = await gateway().talk(resume(first));
    expect(await fourth.message()).toEqual({
      type: 'error',
      message: 'resume_refused: the resume_token is not the latest of this session',
    });
    expect(await fourth.closed()).toMatchObject({ code: 4003 });
  });

  it('is not there for a wrong name, nor after its end', async () => {
    const first = await created();
    first.client.send(CLOSE);
    await first.client.closed();
    const gone = 'resume_refused: there is no such session, or it has expired';
    for (const session of [first.session, 'nobody']) {
      const client = await gateway().talk(resume({ session, token: first.token }));
      expect(await client.message()).toEqual({ type: 'error', message: gone });
      expect(await client.closed()).toMatchObject({ code: 4004 });
    }
  });

  it('answers what was asked for last and is asked for again once', async () => {
    const first = await created(text('One. '), { type: 'input.cancel' });
    await acknowledged(first.client, 3);
    first.client.drop();
    const second = await gateway().talk(resume(first));
    const types = typesOf(messagesOf(await second.until('session.done')));
    expect(types.filter((type) => type !== 'audio.done')).toEqual([
      ...['session.resumed', 'audio.cancelled', 'session.done'],
    ]);
  });

  it.each([
    [{ response_format: 'wav' }, "resumable=true cannot stream response_format='wav'."],
    [{ word_timestamps: true }, "resumable=true takes word_timestamps 'stream' or false."],
  ])('cannot be had with %j', async (fields, reason) => {
    const client = await gateway().talk(resumable(fields));
    expect(await client.message()).toMatchObject({ message: expect.stringContaining(reason) });
    expect(await client.closed()).toMatchObject({ code: 1008 });
  });

  it('is not known to who did not ask for the extensions', async () => {
    const client = await gateway().talk(streamed({ resumable: true }), { type: 'audio.ack' });
    const message = 'Unknown message type: audio.ack';
    expect(await client.message()).toEqual({ type: 'error', message });
  });

  it('sends a whole file again that did not arrive', async () => {
    const client = await gateway().talk(
      config({ chorale: 1, resumable: true }),
      text('One. '),
      DONE,
    );
    const [named = {}] = messagesOf(await client.until('session.created'));
    const whole = audioOf(await client.until('session.done'));
    client.drop();
    const ticket = { session: named['session_id'], token: named['resume_token'] };
    const second = await gateway().talk(resume(ticket, [0, 0, 0]));
    const received = await second.until('session.done');
    expect(Buffer.compare(audioOf(received), whole)).toBe(0);
  });

  it.each([
    [{ session_id: 5 }, 'session_id'],
    [{ sample_offset: -1 }, 'sample_offset'],
    [{ resume_token: 'x'.repeat(201) }, 'resume_token'],
  ])('refuses a session.resume with %j', async (fields, name) => {
    const client = await gateway().talk({ ...resume({ session: 's', token: 't' }), ...fields });
    expect(await client.message()).toEqual({
      type: 'error',
      message: `Invalid session.resume: ${name}`,
    });
    expect(await client.closed()).toMatchObject({ code: 1008 });
  });
});
