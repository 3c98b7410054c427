import { gatewayId, type FeedBatch, type SessionSummary } from '@chorale/speech';
import { eventually, FOR_EVER, linesOf } from '@chorale/testing';
import { describe, expect, it } from '@jest/globals';

import { type GatewayUnderTest, useGateway } from './gateway-under-test.js';
import { DONE, errorLine, streamed, text } from './wire.js';

const GATEWAY = gatewayId('g');
const PATIENCE = { timeoutMs: 8_000 };

/** All sessions as an onlooker sees them, once that is as wanted. */
const seenAt = async (
  gateway: GatewayUnderTest,
  wanted: (sessions: readonly SessionSummary[]) => boolean,
): Promise<readonly SessionSummary[]> => {
  const { sessionWatch } = gateway.admin;
  let sessions: readonly SessionSummary[] = [];
  await eventually(async () => {
    await sessionWatch.ask([]);
    sessions = (await sessionWatch.snapshot(GATEWAY))?.sessions ?? [];
    return wanted(sessions);
  }, PATIENCE);
  return sessions;
};

describe('a gateway that an operator looks at', () => {
  const gateway = useGateway();

  const seen = (wanted: Parameters<typeof seenAt>[1]) => seenAt(gateway(), wanted);

  it('shows a session that speaks, and that it has ended', async () => {
    const client = await gateway().talk(streamed(), text('Hello there. Bye.'), DONE);
    await client.until('session.done');
    const [session] = await seen(([first]) => first?.sentences === 2 && first.pending === 0);
    expect(session).toMatchObject({ tenant: 'default', keyName: null, voice: '', underruns: 0 });
    expect(session?.firstAudioMs).toBeGreaterThanOrEqual(0);
    client.close();
    await seen((sessions) => sessions.length === 0);
  });

  it('shows the sentences of a session that is looked at closely, and none of their words', async () => {
    const { sessionWatch } = gateway().admin;
    const batches: FeedBatch[] = [];
    const leave = await sessionWatch.subscribe((batch) => batches.push(batch));
    const client = await gateway().talk(streamed(), text('A secret of mine.'), DONE);
    await client.until('session.done');
    const [session] = await seen((sessions) => sessions.length === 1);
    await eventually(async () => {
      await sessionWatch.ask([session?.session ?? '']);
      return batches.some(({ traces }) => traces.length > 0);
    }, PATIENCE);
    const [trace] = batches.flatMap(({ traces }) => traces);
    expect(trace?.sentences).toMatchObject([{ seq: 0, fate: 'done', worker: 'fake-speaker' }]);
    expect(JSON.stringify(batches)).not.toContain('secret');
    await leave();
  });

  it('ends a session when it is told to, and no other', async () => {
    const { controlBus } = gateway().admin;
    gateway().speaker.say(() => ({ chunks: [], until: FOR_EVER }));
    const client = await gateway().talk(streamed(), text('This never ends.'), DONE);
    const [session] = await seen(([first]) => first?.pending === 1);
    const other = await gateway().talk(streamed());
    const order = { kind: 'cancelSession', gateway: GATEWAY } as const;
    await controlBus.publish({ ...order, session: session?.session ?? '' });
    expect(linesOf(await client.toEnd(PATIENCE)).slice(-2)).toEqual([
      errorLine('cancelled by an operator'),
      '[closed 1008]',
    ]);
    gateway().speaker.reset();
    other.send(text('I go on.'), DONE);
    await other.until('session.done');
  });

  it('takes no new sessions while it is told to rest, and keeps those it has', async () => {
    const { controlBus } = gateway().admin;
    const client = await gateway().talk(streamed());
    await client.settled();
    await controlBus.publish({ kind: 'drainGateway', gateway: GATEWAY, draining: true });
    await eventually(async () => (await fetch(`${gateway().url}/health/ready`)).status === 503);
    const refused = await gateway().talk(streamed());
    await refused.toEnd(PATIENCE);
    client.send(text('Still here.'), DONE);
    await client.until('session.done');
    await controlBus.publish({ kind: 'drainGateway', gateway: GATEWAY, draining: false });
    await eventually(async () => (await fetch(`${gateway().url}/health/ready`)).ok);
  });
});

/** What the gateway answers an operator about a session. */
const ask = (gateway: GatewayUnderTest, session: string) =>
  gateway.admin.textInquiry.ask({ gateway: GATEWAY, session }, PATIENCE.timeoutMs);

/** The name of the only session, once it has said so many sentences. */
const nameOfSession = async (gateway: GatewayUnderTest, sentences: number): Promise<string> => {
  const [session] = await seenAt(gateway, ([first]) => first?.sentences === sentences);
  return session?.session ?? '';
};

const textOfSession = async (gateway: GatewayUnderTest, sentences: number) =>
  ask(gateway, await nameOfSession(gateway, sentences));

describe('the words of a session', () => {
  const gateway = useGateway({ ALLOW_TEXT_VIEW: 'true' });

  it('are shown to an operator who asks, where the gateway allows that', async () => {
    const client = await gateway().talk(streamed(), text('A secret of mine. And 🎈.'), DONE);
    await client.until('session.done');
    const { kind, ...texts } = (await textOfSession(gateway(), 2)) ?? { kind: null };
    expect(kind).toBe('shown');
    expect(texts).toMatchObject({
      sentences: [
        { seq: 0, text: 'A secret of mine.', isWhole: true },
        { seq: 1, text: 'And 🎈.', isWhole: true },
      ],
      forgotten: 0,
    });
  });

  it('are kept of the latest sentences, and it is told how many came before', async () => {
    const sentences = Array.from({ length: 40 }, (_, at) => `This is number ${at}.`);
    const client = await gateway().talk(streamed(), text(sentences.join(' ')), DONE);
    await client.until('session.done', PATIENCE);
    const answer = await textOfSession(gateway(), 40);
    if (answer?.kind !== 'shown') throw new Error('nothing was shown');
    expect(answer.sentences.map((sentence) => sentence.text)).toEqual(sentences.slice(-32));
    expect(answer.forgotten).toBe(8);
  });

  it('are gone with it', async () => {
    const client = await gateway().talk(streamed(), text('A secret of mine.'), DONE);
    await client.until('session.done');
    const session = await nameOfSession(gateway(), 1);
    expect(await ask(gateway(), session)).toMatchObject({ kind: 'shown' });
    client.close();
    await gateway().idle();
    expect(await ask(gateway(), session)).toEqual({ kind: 'ended' });
  });

  it('are told by no other gateway', async () => {
    const of = { gateway: gatewayId('another'), session: 'g-s1' };
    expect(await gateway().admin.textInquiry.ask(of, 200)).toBeNull();
  });
});

describe('the words of a session at a gateway that was not told to show any', () => {
  const gateway = useGateway();

  it('are neither kept nor shown', async () => {
    const client = await gateway().talk(streamed(), text('A secret of mine.'), DONE);
    await client.until('session.done');
    expect(await textOfSession(gateway(), 1)).toEqual({ kind: 'switchedOff' });
  });
});
