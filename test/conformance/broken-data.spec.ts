import { describe, expect, it } from '@jest/globals';
import type { FakeScript } from '@chorale/testing';
import { linesOf } from '@chorale/testing';

import { useBusyGateway } from './neighbour.js';
import { DONE, OMNI, streamed, text } from './wire.js';

const { start, streamStart, done, sessionDone, failed } = OMNI;

const TOO_LONG = 'x'.repeat(10_001);

/** What a broken worker says: words and reasons that are longer than any. */
const brokenly: FakeScript = ({ text: words }) => {
  if (words === 'Words.')
    return {
      chunks: [Uint8Array.of(1, 1)],
      words: [{ word: TOO_LONG, startSample: 0, endSample: 1, charStart: 0, charEnd: 1 }],
    };
  if (words === 'Reason.')
    return { chunks: [], failure: { code: 'x', message: TOO_LONG, retryable: false } };
  return { chunks: [Uint8Array.of(2, 2)] };
};

describe('data that fails its schema', () => {
  const { gateway } = useBusyGateway(brokenly);

  const speak = async (words: string) => {
    const client = await gateway().talk(streamed(), text(words), DONE);
    return linesOf(await client.until('session.done'));
  };

  const good = [streamStart([0, 1], 'Good.'), '[2 bytes]', done([0, 1], 2), sessionDone(0, 2)];

  it('in a job fails its sentence, is counted, and leaves the next alone', async () => {
    gateway().jobs.alter((job) => (job.text === 'Bad.' ? { ...job, language: 'no tag!' } : job));
    expect(await speak('Bad. Good.')).toEqual([
      start([0, 0], 'Bad.', 'pcm'),
      failed([0, 0], 'The worker could not read the job.'),
      done([0, 0], 0, 'failed'),
      ...good,
    ]);
    expect(gateway().observer.invalidJobs).toHaveLength(1);
  });

  it.each(['Words.', 'Reason.'])(
    'in a chunk fails its sentence after three tries, is counted, and leaves the next alone: %s',
    async (words) => {
      const before = await gateway().metric('chorale_invalid_chunks_total');
      const lines = await speak(`${words} Good.`);
      expect(lines).toContain(failed([0, 0], 'a chunk could not be read'));
      expect(lines.slice(-4)).toEqual(good);
      expect(await gateway().metric('chorale_invalid_chunks_total')).toBe(before + 3);
    },
  );
});
