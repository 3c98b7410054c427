import { eventually, messagesOf, type Received, SpeechClient } from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { FakeCluster } from './fake-cluster.js';
import { flawsIn, sentencesIn } from './heard-sentences.js';

/** On a machine that others load as well. */
const PATIENCE = { timeoutMs: 150_000, everyMs: 100 };

jest.setTimeout(180_000);

let cluster: FakeCluster;

beforeAll(async () => {
  cluster = await FakeCluster.start(2);
});

afterAll(() => cluster.stop());

/** Three to five sentences that no other session says. */
const sentencesOf = (session: number): readonly string[] => [
  `Listener ${session} hears this first.`,
  `Now the ${session + 1000}th thing is said, and it takes its time!`,
  `Is ${session} still there?`,
  ...['One more, said to nobody but', 'And the very last thing for']
    .slice(0, session % 3)
    .map((words) => `${words} ${session}.`),
];

const connect = async (): Promise<SpeechClient> => {
  const listener = await SpeechClient.connect(cluster.gateway.speechUrl);
  listener.send({ type: 'session.config', response_format: 'pcm', stream_audio: true });
  return listener;
};

/** As a language model would: the gateway has each word before the next one comes. */
const sendWordByWord = async (listener: SpeechClient, text: string): Promise<void> => {
  for (const word of text.split(/(?<=\s)/)) {
    listener.send({ type: 'input.text', text: word });
    await listener.settled();
  }
};

const sendText = async (listener: SpeechClient, session: number): Promise<void> => {
  const text = sentencesOf(session).join(' ');
  if (session % 2 === 0) listener.send({ type: 'input.text', text });
  else await sendWordByWord(listener, text);
  listener.send({ type: 'input.done' });
};

const hearAll = async (session: number): Promise<readonly Received[]> => {
  const listener = await connect();
  await sendText(listener, session);
  const received = await listener.until('session.done', PATIENCE);
  listener.close();
  return received;
};

const flawsOfSession = async (session: number): Promise<readonly string[]> => {
  const received = await hearAll(session);
  const errors = messagesOf(received).filter(({ type }) => type === 'error');
  return [
    ...flawsIn(sentencesIn(received), sentencesOf(session)),
    ...errors.map(({ message }) => String(message)),
  ];
};

const hasAudio = ({ received }: SpeechClient): boolean =>
  received.some(({ kind }) => kind === 'audio');

/** Goes with a word or without, after as many frames as its number says. */
const leaveEarly = async (session: number): Promise<void> => {
  const listener = await connect();
  await sendText(listener, session);
  const frames = 1 + ((session * 7) % 11);
  await eventually(() => listener.received.length >= frames, PATIENCE);
  if (session % 3 === 0) listener.close();
  else listener.drop();
};

const numbers = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + index);

describe('sessions with real processes', () => {
  it('gives 200 listeners at once their own speech, whole and in order', async () => {
    const flaws = await Promise.all(numbers(0, 200).map(flawsOfSession));
    expect(flaws.flat()).toEqual([]);
    expect(Math.min(...(await cluster.jobsTaken()))).toBeGreaterThan(0);
  });

  it('leaves no job, no audio and no route behind when clients just go', async () => {
    const abortedBefore = await cluster.jobsAborted();
    const listeners = await Promise.all(numbers(0, 20).map(connect));
    for (const listener of listeners) {
      listener.send({ type: 'input.text', text: `${'On and on it goes, '.repeat(200)}here. ` });
      listener.send({ type: 'input.text', text: 'And it is not over yet. '.repeat(20) });
    }
    await Promise.all(listeners.map((listener) => eventually(() => hasAudio(listener), PATIENCE)));
    for (const listener of listeners) listener.drop();
    await eventually(() => cluster.isAtRest(), PATIENCE);
    expect(await cluster.jobKeys()).toEqual([]);
    expect(await cluster.jobsAborted()).toBeGreaterThan(abortedBefore);
  });

  it('lets nobody hear that others leave at random', async () => {
    const leaving = numbers(1_000, 60).map(leaveEarly);
    const flaws = await Promise.all(numbers(2_000, 60).map(flawsOfSession));
    expect(flaws.flat()).toEqual([]);
    await Promise.all(leaving);
    await eventually(() => cluster.isAtRest(), PATIENCE);
  });

  it('takes streams and records along when it stops', async () => {
    expect(await cluster.presenceKeys()).toHaveLength(3);
    await cluster.drain();
    expect(await cluster.presenceKeys()).toEqual([]);
  });
});
