import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { Fleet } from './fleet.js';
import { type Listener, wholeReport } from './listener.js';

jest.setTimeout(60_000);

/** A worker's record outlives it by 5 s. */
const PATIENCE = { timeoutMs: 30_000, everyMs: 10 };

const POISON = 'This one kills whoever says it [[crash]].';
const GOOD = 'This one harms nobody.';
const NEIGHBOUR = [
  'Others are heard meanwhile.',
  'They never notice that workers die beside them.',
];

let fleet: Fleet;
let listener: Listener;
let neighbour: Listener;

beforeAll(async () => {
  // Each works on one sentence alone, so that poison kills nobody but itself.
  fleet = await Fleet.start({ workers: 4, workerEnv: { INFERENCE_THREADS: '1' } });
  listener = await fleet.listen();
  neighbour = await fleet.listen();
  listener.say(POISON, GOOD);
  neighbour.say(...NEIGHBOUR);
  await Promise.all([listener.hearsAll(PATIENCE), neighbour.hearsAll(PATIENCE)]);
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

  it('is not noticed by others', () => {
    expect(neighbour.report()).toEqual(wholeReport(...NEIGHBOUR));
  });
});
