/**
 * Are sentences spread evenly over workers? Four fake workers that take the time a real one would, listeners
 * without pauses, and ten looks a second at how many sentences each holds:
 * npm run load:placement -- [listeners] [seconds] [workers]
 */
import { setTimeout as pause } from 'node:timers/promises';

import { Fleet } from '../faults/fleet.js';

import { closedLoop } from './listeners.js';
import { spreadOf } from './statistics.js';
import { mixedText } from './texts.js';
import { wsTarget } from './ws-target.js';

const LOOK_MS = 100;

const listeners = Number(process.argv[2] ?? 40);
const seconds = Number(process.argv[3] ?? 30);
const workers = Number(process.argv[4] ?? 4);

process.setMaxListeners(0); // every child hears of our end

// Eight times real time on each of two threads.
const workerEnv = { FAKE_UNIT_SECONDS: '0.5', FAKE_UNIT_MS: '62', FAKE_TRACE: 'false' };
const fleet = await Fleet.start({ workers, workerEnv });
const target = wsTarget({ url: fleet.gateway.speechUrl, voice: null, wordsPerSecond: null });
const apart: number[] = [];
const held: number[] = [];
const isOver = new AbortController();

const look = async (): Promise<void> => {
  const open = await Promise.all(fleet.workers.map((it) => it.metric('chorale_open_sentences')));
  apart.push(Math.max(...open) - Math.min(...open));
  held.push(open.reduce((sum, each) => sum + each, 0) / open.length);
};

const watch = async (): Promise<void> => {
  while (!isOver.signal.aborted) {
    await look();
    await pause(LOOK_MS);
  }
};

const watching = watch();
await closedLoop(listeners, { target, duty: 1, text: mixedText, seconds });
isOver.abort();
await watching;
await fleet.stop();
const { p50, p95, max } = spreadOf(apart);
console.log(`${listeners} listeners, ${workers} workers, ${apart.length} looks`);
console.log(`  sentences held by a worker, on average p50 ${spreadOf(held).p50.toFixed(1)}`);
console.log(`  most minus fewest p50 ${p50} p95 ${p95} max ${max}`);
