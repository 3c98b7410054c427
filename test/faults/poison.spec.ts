import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { Fleet } from './fleet.js';
import { type Listener, wholeReport } from './listener.js';

jest.setTimeout(60_000);

/** A worker's record outlives it by 5 s. */
const PATIENCE = { timeoutMs: 30_000, everyMs: 10 };

const POISON = 'This one kills whoever says it [[crash]].';
const GOOD = 'This one harms nobody.';

/** They stand beside it on every worker. */
const NEIGHBOURS = Array.from({ length: 4 }, (_, at) =>
  Array.from(
    { length: 4 },
    (__, part) => `Neighbour ${at} goes on with part ${part} of the story.`,
  ),
);

let fleet: Fleet;
let listener: Listener;
let neighbours: readonly Listener[];

beforeAll(async () => {
  fleet = await Fleet.start({ workers: 4 });
  listener = await fleet.listen();
  neighbours = await Promise.all(NEIGHBOURS.map(() => fleet.listen()));
  neighbours.forEach((each, at) => each.say(...(NEIGHBOURS[at] ?? [])));
  listener.say(POISON, GOOD);
  await Promise.all([listener, ...neighbours].map((each) => each.hearsAll(PATIENCE)));
});

afterAll(() => fleet.stop());

describe('a sentence that kills every worker that touches it', () => {
  it('fails with its own error, and the session goes on with the next', () => {
    const report = listener.report();
    expect(report).toMatchObject({ outcome: 'failed', flaws: [], faults: [] });
    const messages = listener.messages;
    expect(messages.filter(({ type }) => type === 'error')).toEqual([
      {
        type: 'error',
        message:
          'Generation failed for utterance 0, sentence 0: every worker that took this sentence died',
      },
    ]);
    expect(messages.filter(({ type }) => type === 'audio.done')).toMatchObject([
      { sentence_index: 0, total_bytes: 0, error: true },
      { sentence_index: 1, error: false },
    ]);
  });

  it('kills three workers and no more', () => {
    expect(fleet.workers.filter(({ hasEnded }) => hasEnded)).toHaveLength(3);
  });

  it('is not noticed by those beside it', () => {
    expect(neighbours.map((each) => each.report())).toEqual(
      NEIGHBOURS.map((sentences) => wholeReport(...sentences)),
    );
  });
});
