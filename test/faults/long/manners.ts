import { setTimeout as pause } from 'node:timers/promises';

import { eventually } from '@chorale/testing';

import type { SeededRandom } from './seeded-random.js';
import type { Visit } from './visit.js';

/** How a client behaves. */
export type MannerName =
  | 'stays'
  | 'reads slowly'
  | 'talks garbage'
  | 'comes back'
  | 'cancels'
  | 'ends'
  | 'resets'
  | 'vanishes'
  | 'falls silent'
  | 'poisons';

/** A way to behave. */
export interface Manner {
  readonly name: MannerName;
  readonly weight: number;
  /** Its session outlives its connection. */
  readonly isResumable?: true;
  /** Errors that it brings upon itself. */
  readonly errors?: readonly RegExp[];
  /** Hears all, or gives up after some audio; resolves to when it gave up, ms since 1970, or null. */
  readonly behave: (visit: Visit, random: SeededRandom) => Promise<number | null>;
}

/** Long enough for a sentence to be failed by every rule there is. */
const PATIENCE = { timeoutMs: 120_000, everyMs: 20 };

/** Gives up after at most so much audio, bytes: 8 s. */
const SOME_BYTES = 400_000;

/** Less than a gateway waits for a client that takes nothing. */
const LONGEST_PAUSE_MS = 2_000;

const GOODBYE = { timeoutMs: 5_000, everyMs: 10 };

const now = (): number => performance.timeOrigin + performance.now();

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

/** One that hears nothing for too long stays: the checker finds a session that never came to its end. */
const hearAll = async ({ listener }: Visit): Promise<null> => {
  await succeeds(listener.hearsAll(PATIENCE));
  return null;
};

/** Does something now and then, and hears all nevertheless. */
const staying =
  (disturb: (visit: Visit, random: SeededRandom) => unknown): Manner['behave'] =>
  async (visit, random) => {
    let heard = 0;
    for (let times = random.between(1, 3); times > 0; times -= 1) {
      heard += random.between(1, SOME_BYTES);
      await succeeds(visit.listener.hears(heard, PATIENCE));
      if (visit.listener.isOver) return null;
      await disturb(visit, random);
    }
    return hearAll(visit);
  };

/** Hears some, and then no more. */
const leaving =
  (leave: (visit: Visit) => unknown): Manner['behave'] =>
  async (visit, random) => {
    const heard = await succeeds(visit.listener.hears(random.between(1, SOME_BYTES), PATIENCE));
    if (!heard || visit.listener.closeCode !== null) return null;
    const at = now();
    await leave(visit);
    return at;
  };

const readNothingForAWhile = async ({ socket }: Visit, random: SeededRandom): Promise<void> => {
  socket?.pause();
  await pause(random.between(100, LONGEST_PAUSE_MS));
  socket?.resume();
};

const GARBAGE = ['{"type":', '[]', '{"type":"input.txt"}', '{"type":"input.text","text":7}', '\0'];

/** What a gateway says of it. */
const GARBAGE_ERRORS = [
  /^Invalid JSON message$/,
  /^WebSocket messages must be JSON objects$/,
  /^Unknown message type: /,
  /^input\.text requires a string value$/,
];

const talkGarbage = ({ socket }: Visit, random: SeededRandom): void =>
  socket?.send(GARBAGE[random.between(0, GARBAGE.length - 1)] ?? '');

const cancel = async ({ listener }: Visit): Promise<void> => {
  listener.cancel();
  await succeeds(listener.hearsAll(PATIENCE)); // the checker finds what never came
};

/** Says goodbye, so that its session is over for good, if the connection stands. */
export const sayGoodbye = async ({ listener }: Visit): Promise<void> => {
  listener.close();
  await succeeds(eventually(() => listener.closeCode !== null, GOODBYE));
  listener.client.drop();
};

/** All manners. */
export const MANNERS: readonly Manner[] = [
  { name: 'stays', weight: 40, behave: hearAll },
  {
    name: 'comes back',
    weight: 20,
    isResumable: true,
    behave: staying((visit) => visit.breakOff()),
  },
  { name: 'reads slowly', weight: 6, behave: staying(readNothingForAWhile) },
  { name: 'talks garbage', weight: 5, behave: staying(talkGarbage), errors: GARBAGE_ERRORS },
  { name: 'cancels', weight: 10, behave: leaving(cancel) },
  { name: 'ends', weight: 5, behave: leaving(({ wire }) => wire.end()) },
  { name: 'resets', weight: 5, behave: leaving(({ wire }) => wire.reset()) },
  {
    name: 'vanishes',
    weight: 4,
    isResumable: true,
    behave: leaving(({ listener }) => listener.client.drop()),
  },
  { name: 'falls silent', weight: 4, behave: leaving(({ wire }) => wire.silence()) },
  { name: 'poisons', weight: 2, behave: hearAll },
];
