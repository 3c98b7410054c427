import { parentPort, workerData } from 'node:worker_threads';

import type { ClipTask } from './check-clip.js';
import { measureClip } from './measure-clip.js';

if (parentPort === null) throw new Error('this file runs as a worker thread only');

const { bytes, maxSeconds } = workerData as ClipTask; // what check-clip.ts starts it with

parentPort.postMessage(await measureClip(bytes, maxSeconds));
