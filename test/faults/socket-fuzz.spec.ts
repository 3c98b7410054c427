import { eventually, SpeechClient } from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';

import { aRawSession } from '../conformance/random-bytes.js';
import { aSession, type Ending } from '../conformance/random-frames.js';
import { RawPeer } from '../conformance/raw-peer.js';
import { brokenLaws } from '../conformance/transcript-laws.js';

import { Fleet } from './fleet.js';
import { PATIENCE } from './listener.js';

/** `npm run test:fuzz` asks for more of both together, and may name a seed to try again. */
const FRAMES = Number(process.env['FUZZ_FRAMES'] ?? 600);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

/** Sessions that are tried with one seed. */
const BATCH = 40;

/** Frames by which a gateway has grown to its size, and what that may differ by from then on, MiB. */
const WARM_UP = FRAMES / 5;
const NOISE_MIB = 48;

jest.setTimeout(90_000 + FRAMES * 60);

let fleet: Fleet;
let sessions = 0;
let frames = 0;

beforeAll(async () => {
  fleet = await Fleet.start({
    workers: 1,
    workerEnv: { FAKE_SECONDS_PER_CHARACTER: '0.01', FAKE_UNIT_MS: '0', FAKE_TRACE: 'false' },
  });
});

afterAll(() => fleet.stop());

const leave = async (client: SpeechClient, end: Ending): Promise<void> => {
  if (end === 'drop') client.drop();
  else if (end === 'wait') client.send({ type: 'session.close' });
  else client.close();
  await client.closed(PATIENCE);
};

/** A client that keeps to the WebSocket's rules, and to no others. */
const talk = async (said: readonly (string | Uint8Array)[], end: Ending): Promise<void> => {
  const client = await SpeechClient.connect(fleet.gateway.speechUrl);
  for (const each of said) client.sendRaw(each);
  await leave(client, end);
  expect(brokenLaws(client.received)).toEqual([]);
};

/** A peer that keeps to no rules at all. */
const babble = async (written: readonly Uint8Array[]): Promise<void> => {
  const peer = await RawPeer.connect(fleet.gateway.url);
  await peer.ask(new URL(fleet.gateway.speechUrl).pathname);
  expect(await peer.answer()).toBe('HTTP/1.1 101 Switching Protocols');
  for (const bytes of written) await peer.write(bytes);
  peer.end();
  await peer.gone();
};

const count = (written: readonly unknown[]): void => {
  sessions += 1;
  frames += written.length;
};

const aVisit = fc.oneof(
  {
    weight: 2,
    arbitrary: aSession.map(({ opening, frames: said, end }) => {
      const all = opening === null ? said : [opening, ...said];
      return { all, begin: () => talk(all, end) };
    }),
  },
  { weight: 1, arbitrary: aRawSession.map((all) => ({ all, begin: () => babble(all) })) },
);

const memoryMib = async (): Promise<number> =>
  (await fleet.gateway.metric('process_resident_memory_bytes')) / 2 ** 20;

const isAtRest = async (): Promise<boolean> =>
  (await fleet.gateway.metric('chorale_sessions')) === 0 &&
  (await fleet.gateway.metric('chorale_open_routes')) === 0;

const visitUntil = async (wanted: number): Promise<void> => {
  while (frames < wanted) {
    const property = fc.asyncProperty(aVisit, async ({ all, begin }) => {
      count(all);
      await begin();
    });
    await fc.assert(property, { numRuns: BATCH, seed: SEED + sessions });
  }
  await eventually(isAtRest, PATIENCE);
};

const tell = (line: string): void => {
  if (process.env['FUZZ_FRAMES'] !== undefined) process.stdout.write(`${line}\n`);
};

describe('malformed and hostile messages and frames', () => {
  it('end nothing but their own session, and leave nothing of it', async () => {
    tell(`FUZZ_SEED=${SEED}`);
    await visitUntil(WARM_UP);
    const before = await memoryMib();
    await visitUntil(FRAMES);
    const after = await memoryMib();
    tell(
      `${frames} messages and frames in ${sessions} sessions: 0 crashes, 0 sessions left, ` +
        `resident memory ${before.toFixed(0)} MiB after ${WARM_UP}, ${after.toFixed(0)} MiB at the end`,
    );
    expect(after - before).toBeLessThan(NOISE_MIB);
    expect(fleet.gateway.hasEnded).toBe(false);
    await fleet.comesToRest();
  });
});
