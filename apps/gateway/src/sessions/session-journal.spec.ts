import { beforeEach, describe, expect, it } from '@jest/globals';
import type { JournalChange } from '@chorale/speech';
import { gatewayId } from '@chorale/speech';
import { FakeClock, FakeJournal } from '@chorale/testing';

import { SessionJournal } from './session-journal.js';

const TENURE = { session: 'session-1', epoch: 1 };
const TTL_MS = 60_000;
const PATIENCE_MS = 1_000;

let clock: FakeClock;
let store: FakeJournal;
let told: string[];
let journal: SessionJournal;

const open = (adopted: Readonly<Record<string, string>> | null = null): SessionJournal =>
  new SessionJournal(
    TENURE,
    {
      ...{ journal: store, clock, owner: gatewayId('gateway-1'), tokenHash: 'hash' },
      ...{ ttlMs: TTL_MS, patienceMs: PATIENCE_MS },
      events: {
        durable: (received) => void told.push(`durable ${received}`),
        taken: () => void told.push('taken'),
        failed: () => void told.push('failed'),
      },
      onError: () => void told.push('error'),
      onOver: () => void told.push('over'),
    },
    adopted,
  );

beforeEach(() => {
  clock = new FakeClock();
  store = new FakeJournal();
  told = [];
  journal = open();
});

/** A piece of text, and how many messages of the client are accounted for with it. */
const piece = (number: number, received = number): readonly JournalChange[] => [
  { key: `t${number}`, item: { kind: 'text', number, text: `piece ${number}` } },
  {
    key: 'h',
    item: {
      kind: 'head',
      head: {
        ...{ received, utteranceIndex: 0, open: null },
        keptFrom: { utteranceIndex: 0, sentenceIndex: 0, sampleOffset: 0 },
      },
    },
  },
];

const gone = (number: number): readonly JournalChange[] => [{ key: `t${number}`, item: null }];

/** Which records each call wrote (`+`) or removed (`-`). */
const calls = (): readonly string[] =>
  store.calls.map((call) => {
    if (call.kind === 'drop') return 'drop';
    const put = Object.keys(call.kind === 'create' ? call.fields : call.set).map(
      (key) => `+${key}`,
    );
    const removed = call.kind === 'create' ? [] : call.remove.map((key) => `-${key}`);
    return [call.kind, ...put, ...removed].join(' ');
  });

const settled = (): Promise<void> => clock.advance(0);

describe('a journal that is kept', () => {
  it('is written whole at first, then by what changed', async () => {
    journal.record(piece(1));
    await settled();
    journal.record(piece(2));
    await settled();
    journal.record(gone(1));
    await settled();
    expect(calls()).toEqual(['create +t1 +h', 'write +t2 +h', 'write -t1']);
    expect(told).toEqual(['durable 1', 'durable 2', 'durable 2']);
    expect([journal.recorded, journal.durable]).toEqual([3, 3]);
  });

  it('collects what comes up while a write is under way', async () => {
    store.held = true;
    journal.record(piece(1));
    journal.record(piece(2));
    journal.record(gone(2));
    expect([journal.recorded, journal.durable]).toEqual([3, 0]);
    store.answerAll();
    await settled();
    store.answerAll();
    await settled();
    expect(calls()).toEqual(['create +t1 +h', 'write +h -t2']);
    expect(journal.durable).toBe(3);
  });

  it('is flushed only when the last write has come back', async () => {
    journal.record(piece(1));
    await settled();
    store.held = true;
    journal.record(piece(2));
    await settled();
    let isFlushed = false;
    void journal.flushed().then(() => (isFlushed = true));
    await settled();
    expect(isFlushed).toBe(false);
    store.answerAll();
    await settled();
    expect(isFlushed).toBe(true);
  });

  it('is renewed long before it would run out', async () => {
    journal.record(piece(1));
    await clock.advance(TTL_MS);
    expect(calls()).toEqual(['create +t1 +h', 'write', 'write', 'write', 'write']);
  });

  it('is made again from all that it held when the broker lost it', async () => {
    journal.record(piece(1));
    await settled();
    let answers = 0;
    store.answer = () => ((answers += 1) === 1 ? 'missing' : 'written');
    journal.record(piece(2));
    await settled();
    expect(calls().at(-1)).toBe('create +t1 +h +t2');
    expect(told).toEqual(['durable 1', 'durable 2']);
  });

  it('goes on from what it adopted, and says that its client has the token', async () => {
    const adopted = open({ t1: '{}' });
    adopted.confirmToken();
    adopted.confirmToken();
    await settled();
    expect(store.calls).toMatchObject([{ kind: 'write', confirmsToken: true, set: {} }]);
  });
});

describe('a journal that the broker does not take', () => {
  it('is tried again until it is taken, with what came up meanwhile', async () => {
    store.answer = () => new Error('unreachable');
    journal.record(piece(1));
    await clock.advance(250);
    journal.record(piece(2));
    store.answer = () => 'written';
    await clock.advance(100);
    expect(calls().at(-1)).toBe('create +t1 +h +t2');
    expect(told.filter((what) => what !== 'error')).toEqual(['durable 2']);
  });

  it('is given up when that lasts too long, once', async () => {
    store.answer = () => new Error('unreachable');
    journal.record(piece(1));
    await clock.advance(PATIENCE_MS + 200);
    journal.record(piece(2));
    await clock.advance(PATIENCE_MS);
    expect(told.filter((what) => what !== 'error')).toEqual(['over', 'failed']);
    await journal.flushed();
  });
});

describe('a journal whose session goes on elsewhere', () => {
  it('is left as it is, and its owner is told', async () => {
    store.answer = () => 'taken';
    journal.record(piece(1));
    await settled();
    journal.record(piece(2));
    journal.end();
    await clock.advance(TTL_MS);
    expect(calls()).toEqual(['create +t1 +h']);
    expect(told).toEqual(['over', 'taken']);
  });
});

describe('a journal whose client is gone', () => {
  it('is written to its end and left to run out', async () => {
    store.held = true;
    journal.record(piece(1));
    journal.record(piece(2));
    journal.leave();
    store.answerAll();
    await settled();
    store.answerAll();
    await clock.advance(TTL_MS);
    expect(calls()).toEqual(['create +t1 +h', 'write +t2 +h']);
    expect(told.at(-1)).toBe('over');
  });

  it('is removed when the session ended for good', async () => {
    journal.record(piece(1));
    await settled();
    journal.end();
    await settled();
    expect(calls()).toEqual(['create +t1 +h', 'drop']);
    expect(told).toEqual(['durable 1', 'over']);
  });
});
