import { describe, expect, it } from '@jest/globals';
import type { FakeScript, SpeechClient } from '@chorale/testing';
import fc from 'fast-check';

import { useBusyGateway } from './neighbour.js';
import { aSession, type Ending } from './random-frames.js';
import { brokenLaws } from './transcript-laws.js';

const RUNS = 300;

const failure = (retryable: boolean) => ({ code: 'engine_failed', message: 'boom', retryable });

const AUDIO = [Uint8Array.of(1, 2), Uint8Array.of(3, 4, 5, 6)];

const WORDS = [{ word: 'a', startSample: 0, endSample: 1, charStart: 0, charEnd: 1 }];

const MOODS = [
  { chunks: AUDIO },
  { chunks: AUDIO, words: WORDS },
  { chunks: [] },
  { chunks: [], failure: failure(false) },
  { chunks: AUDIO, failure: failure(false) },
  { chunks: [], failure: failure(true) },
] as const;

/** Fails, falls silent or speaks, as the sentence's seed has it. */
const moody: FakeScript = (job) =>
  MOODS[Number(BigInt(job.sentenceSeed) % BigInt(MOODS.length))] ?? { chunks: AUDIO };

const leave = async (client: SpeechClient, end: Ending): Promise<void> => {
  if (end === 'drop') client.drop();
  else if (end === 'wait') client.send({ type: 'session.close' });
  else client.close();
  await client.closed({ timeoutMs: 20_000 });
};

describe('any sequence of frames', () => {
  const { gateway, neighbour } = useBusyGateway(moody);

  it('leaves the gateway alive, the wire lawful and the neighbour undisturbed', async () => {
    await fc.assert(
      fc.asyncProperty(aSession, async ({ opening, frames, end }) => {
        const client = await gateway().connect();
        for (const frame of opening === null ? frames : [opening, ...frames]) client.sendRaw(frame);
        await leave(client, end);
        expect(brokenLaws(client.received)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    await gateway().idle(1);
    expect(neighbour().utterances).toBeGreaterThan(0);
  }, 60_000);
});
