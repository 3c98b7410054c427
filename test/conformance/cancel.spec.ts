import { describe, expect, it } from '@jest/globals';
import type { WordTiming } from '@chorale/speech';
import { eventually, FakeClock, FOR_EVER, linesOf } from '@chorale/testing';

import { useGateway } from './gateway-under-test.js';
import { cancel, DONE, errorLine, extended, OMNI, text } from './wire.js';

const { streamStart, done, sessionDone } = OMNI;

const SECOND = 48_000; // bytes

/** Four words, a second each. */
const WORDS: readonly WordTiming[] = ['One', 'two', 'three', 'four.'].map((word, at) => ({
  ...{ word, startSample: at * 24_000, endSample: (at + 1) * 24_000 },
  ...{ charStart: 'One two three four.'.indexOf(word) },
  ...{ charEnd: 'One two three four.'.indexOf(word) + word.length },
}));

interface Stop {
  readonly utterance?: number;
  readonly sentence?: number;
  readonly sample: number;
  readonly spoken: string;
  readonly remaining: string;
}

const cancelled = ({ utterance = 0, sentence = 0, sample, spoken, remaining }: Stop) =>
  `{"type":"audio.cancelled","utterance_index":${utterance},"sentence_index":${sentence},"sample_offset":${sample},"text_spoken":${JSON.stringify(spoken)},"text_remaining":${JSON.stringify(remaining)}}`;

const sessionCancelled = (utterance: number, sentences: number) =>
  `{"type":"session.done","utterance_index":${utterance},"total_sentences":${sentences},"cancelled":true}`;

describe('input.cancel', () => {
  const clock = new FakeClock();
  const gateway = useGateway({}, clock);

  /** A client to whom 4 s of 'One two three four.' were sent; the sentence has not ended. */
  const inMidSentence = async (words: readonly WordTiming[] = WORDS) => {
    gateway().speaker.say((job) =>
      job.seq === 0
        ? { chunks: [new Uint8Array(4 * SECOND)], words, until: FOR_EVER }
        : { chunks: [], until: FOR_EVER },
    );
    const client = await gateway().talk(extended(), text('One two three four. Five six. Sev'));
    await client.next();
    await client.next();
    await eventually(() => gateway().speaker.jobs.length === 2);
    return client;
  };

  const rest = { remaining: 'three four. Five six. Sev' };

  it('cuts at the last word that was heard whole', async () => {
    const client = await inMidSentence();
    client.send(cancel({ played_ms: 2_500 }));
    expect(linesOf(await client.until('session.done'))).toEqual([
      done([0, 0], 4 * SECOND),
      cancelled({ sample: 60_000, spoken: 'One two', ...rest }),
      sessionCancelled(0, 2),
    ]);
  });

  it('takes the whole sentence for unheard where no word times are known', async () => {
    const client = await inMidSentence([]);
    client.send(cancel({ played_ms: 2_500 }));
    expect(linesOf(await client.until('session.done'))[1]).toBe(
      cancelled({ sample: 60_000, spoken: '', remaining: 'One two three four. Five six. Sev' }),
    );
  });

  it('goes by the clock when the client does not say what was heard', async () => {
    const client = await inMidSentence();
    await clock.advance(2_100);
    client.send(cancel());
    expect(linesOf(await client.until('session.done'))[1]).toBe(
      cancelled({ sample: 50_400, spoken: 'One two', ...rest }),
    );
  });

  it('believes no client that claims to have heard more than was sent', async () => {
    const client = await inMidSentence();
    client.send(cancel({ played_ms: 1e12 }));
    expect(linesOf(await client.until('session.done'))[1]).toBe(
      cancelled({ sample: 96_000, spoken: 'One two three four.', remaining: 'Five six. Sev' }),
    );
  });

  it('stops the work at once, running and waiting', async () => {
    const { speaker, jobs } = gateway();
    const client = await inMidSentence();
    speaker.eat({ urgent: 0, lookAhead: 0 });
    client.send(text('en. Eight'), cancel());
    await client.until('session.done');
    await eventually(async () => (await jobs.left()).length === 0);
    expect(speaker.aborted).toEqual(speaker.jobs);
    expect(gateway().gateway.openRoutes).toBe(0);
  });

  it('leaves the socket ready: the next text is the next utterance, and no late chunk is heard', async () => {
    const { speaker } = gateway();
    let release: () => void = () => undefined;
    const cut = new Promise<void>((resolve) => (release = resolve));
    speaker.say((job) => ({
      chunks: job.text === 'Late.' ? lateChunks(cut) : [Uint8Array.of(2, 2)],
    }));
    const client = await gateway().talk(extended(), text('Late. An'));
    await client.next();
    await client.next();
    client.send(cancel({ played_ms: 0 }), text('Next'), DONE);
    await eventually(() => speaker.jobs.some((job) => job.text === 'Next'));
    release();
    expect(linesOf(await client.until('session.done'))).toEqual([
      done([0, 0], 2),
      cancelled({ sample: 0, spoken: '', remaining: 'Late. An' }),
      sessionCancelled(0, 1),
    ]);
    expect(linesOf(await client.until('session.done'))).toEqual([
      streamStart([1, 0], 'Next'),
      '[2 bytes]',
      done([1, 0], 2),
      sessionDone(1, 1),
    ]);
    await eventually(async () => (await gateway().jobs.left()).length === 0);
    await client.settled();
    expect(client.received.filter(({ kind }) => kind === 'audio')).toHaveLength(2);
  });

  it('ends the utterances up to its index, and no other', async () => {
    const { speaker } = gateway();
    speaker.say((job) =>
      job.text === 'Third' ? { chunks: [Uint8Array.of(3, 3)] } : { chunks: [], until: FOR_EVER },
    );
    const client = await gateway().talk(extended());
    for (const words of ['First', 'Second', 'Third']) client.send(text(words), DONE);
    client.send(cancel({ utterance_index: 1 }));
    const received = [
      ...(await client.until('session.done')),
      ...(await client.until('session.done')),
      ...(await client.until('session.done')),
    ];
    expect(linesOf(received)).toEqual([
      cancelled({ sample: 0, spoken: '', remaining: 'First' }),
      sessionCancelled(0, 1),
      cancelled({ utterance: 1, sample: 0, spoken: '', remaining: 'Second' }),
      sessionCancelled(1, 1),
      streamStart([2, 0], 'Third'),
      '[2 bytes]',
      done([2, 0], 2),
      sessionDone(2, 1),
    ]);
  });

  it('takes an index that has not come yet for the latest', async () => {
    const client = await inMidSentence();
    client.send(cancel({ utterance_index: 7, played_ms: 0 }), text('Next'), DONE);
    expect(linesOf(await client.until('session.done')).at(-1)).toBe(sessionCancelled(0, 2));
  });

  it('forgets the errors that were owed behind the cancelled text', async () => {
    const client = await inMidSentence();
    client.send({ type: 'bogus' }, cancel());
    const lines = linesOf(await client.until('session.done'));
    await client.settled();
    expect(lines).not.toContain(errorLine('Unknown message type: bogus'));
    expect(linesOf(client.received)).not.toContain(errorLine('Unknown message type: bogus'));
  });

  it('counts sentences that were sent whole before the one it cuts', async () => {
    const { speaker } = gateway();
    speaker.say((job) =>
      job.seq === 0
        ? { chunks: [new Uint8Array(SECOND)] }
        : { chunks: [new Uint8Array(SECOND)], until: FOR_EVER },
    );
    const client = await gateway().talk(extended(), text('Hello. World. An'));
    for (let item = 0; item < 5; item += 1) await client.next();
    client.send(cancel({ played_ms: 1_500 }));
    expect(linesOf(await client.until('session.done'))).toEqual([
      done([0, 1], SECOND),
      cancelled({ sentence: 1, sample: 12_000, spoken: 'Hello.', remaining: 'World. An' }),
      sessionCancelled(0, 2),
    ]);
  });

  it('says where a listener is stopped to whom all was sent already', async () => {
    gateway().speaker.say(() => ({ chunks: [new Uint8Array(4 * SECOND)], words: WORDS }));
    const client = await gateway().talk(extended(), text('One two three four.'), DONE);
    await client.until('session.done');
    client.send(cancel({ played_ms: 1_000 }));
    expect(linesOf(await client.until('audio.cancelled'))).toEqual([
      cancelled({ sample: 24_000, spoken: 'One', remaining: 'two three four.' }),
    ]);
  });

  it('with nothing pending has empty texts', async () => {
    const client = await gateway().talk(extended(), cancel(), cancel({ utterance_index: 0 }));
    const nothing = cancelled({ sample: 0, spoken: '', remaining: '' });
    expect(linesOf([await client.next(), await client.next()])).toEqual([nothing, nothing]);
  });

  it('drops text that is no sentence yet', async () => {
    const client = await gateway().talk(extended(), text('Never'), cancel());
    client.send(text('Hello'), DONE);
    expect(linesOf(await client.until('session.done'))).toEqual([
      cancelled({ sample: 0, spoken: '', remaining: 'Never' }),
      sessionCancelled(0, 0),
    ]);
    expect(linesOf(await client.until('session.done'))[0]).toBe(streamStart([1, 0], 'Hello'));
  });

  it('lets a config follow at once', async () => {
    const client = await gateway().talk(extended(), text('Never'), cancel());
    client.send(extended({ sample_rate: 8000 }), text('Hello'), DONE);
    await client.until('session.done');
    const [opening] = linesOf(await client.until('session.done'));
    expect(opening).toBe(streamStart([1, 0], 'Hello', 'pcm', 8000));
  });

  it.each([{ played_ms: -1 }, { played_ms: 'x' }, { utterance_index: {} }])(
    'is refused with %j',
    async (fields) => {
      const client = await gateway().talk(extended(), cancel(fields));
      expect(linesOf([await client.next()])).toEqual([
        errorLine('input.cancel takes non-negative numbers for utterance_index and played_ms'),
      ]);
    },
  );
});

async function* lateChunks(cut: Promise<void>) {
  yield Uint8Array.of(1, 1);
  await cut;
  yield Uint8Array.of(9, 9);
}
