import { availableParallelism } from 'node:os';

import { chunkSchedule } from '@chorale/speech';

import type { ExecutionProvider } from '../execution-providers/execution-provider.js';
import { silenceTelemetry } from '../execution-providers/silence-telemetry.js';
import { startPhonemizer } from '../phonemes/phonemizer.js';
import type { Order } from '../threads/supervised-thread.js';
import { ThreadPool } from '../threads/thread-pool.js';
import { startThread, threadUrl } from '../threads/thread-url.js';
import { sha256OfFile } from '../voices/checksum.js';
import type { InstalledVoice } from '../voices/voice-folder.js';
import { fingerprintOf } from './fingerprint.js';
import type { InferencePool } from './inference/inference-pool.js';
import type { InferenceCommand, InferenceReply } from './inference/messages.js';
import { prepareInThread } from './prepare/prepare-in-thread.js';
import type { ChunkSchedule } from './segment-work.js';
import { PiperEngine, type EngineParts, type VitsEngine } from './vits-engine.js';
import { VoiceLibrary, type VoiceLibraryOptions } from './voice-library.js';
import { warmUp } from './warm-up.js';

/** How an engine is set up. */
export interface VitsEngineOptions {
  /** As `findVoices` gives them. */
  readonly voices: readonly InstalledVoice[];
  /** Loaded at the start and kept; it also warms the engine up. */
  readonly defaultVoice: string;
  /** Where prepared models are kept; made if it is not there. */
  readonly cacheDir: string;
  /** Threads that run the model; the number of cores unless given. */
  readonly threads?: number;
  /** In the order in which they are tried. */
  readonly providers?: readonly ExecutionProvider[];
  /** What loaded voices may take, all threads together. */
  readonly voiceMemoryMb?: number;
  /** How segments are cut into chunks; the samples do not depend on it. */
  readonly schedule?: ChunkSchedule;
}

const START_DEADLINE_MS = 30_000;
const MIB = 1024 * 1024;
// A scheduler hands over no more units than there are threads; without one, this many may wait.
const QUEUE_LIMIT = 10_000;

/**
 * Starts an engine: prepares and loads the default voice, speaks a sentence on every thread, and takes
 * the fingerprint of what is heard. Takes two seconds, or four when the model is not prepared yet.
 * Rejects when the default voice is missing or unfit, or when no provider serves.
 */
export const createVitsEngine = async (options: VitsEngineOptions): Promise<VitsEngine> => {
  silenceTelemetry(process.env); // the native library reads the process's own environment
  const { voices, threads = availableParallelism(), schedule = chunkSchedule } = options;
  const loads = new Map<string, Order<InferenceCommand>>();
  const phonemizer = await startPhonemizer();
  try {
    const pool = await startInference(threads, () => [...loads.values()]);
    const library = new VoiceLibrary(libraryOptions(options, threads), pool, loads);
    return await startSpeaking({ voices, phonemizer, pool, library, schedule }, options, threads);
  } catch (error) {
    await phonemizer.close();
    throw error;
  }
};

const startInference = (
  threads: number,
  setUp: () => readonly Order<InferenceCommand>[],
): Promise<InferencePool> =>
  ThreadPool.start<InferenceCommand, InferenceReply>({
    name: 'inference',
    threads,
    spawn: () => startThread(threadUrl('./inference/inference.thread.js', import.meta.url)),
    native: true,
    startDeadlineMs: START_DEADLINE_MS,
    queueLimit: QUEUE_LIMIT,
    setUp,
  });

const libraryOptions = (options: VitsEngineOptions, threads: number): VoiceLibraryOptions => ({
  voices: options.voices,
  defaultVoice: options.defaultVoice,
  providers: options.providers ?? ['cuda', 'webgpu', 'cpu'],
  threads,
  memoryBytes: (options.voiceMemoryMb ?? 2048) * MIB,
  prepare: (modelPath) =>
    prepareInThread(modelPath, options.cacheDir, new AbortController().signal),
});

const startSpeaking = async (
  parts: EngineParts,
  { voices, defaultVoice }: VitsEngineOptions,
  threads: number,
): Promise<VitsEngine> => {
  const starting = new PiperEngine(parts, { fingerprint: '', provider: null });
  try {
    const { report, runtime } = await parts.library.borrow(defaultVoice);
    const [heard = []] = await Promise.all(
      Array.from({ length: threads }, () =>
        warmUp(starting, defaultVoice, new AbortController().signal),
      ),
    );
    const modelHashes = await hashesOf(voices);
    const fingerprint = fingerprintOf({
      modelHashes,
      runtime,
      provider: report.serving,
      node: process.version,
      warmUp: heard,
    });
    return new PiperEngine(parts, { fingerprint, provider: report });
  } catch (error) {
    await starting.close();
    throw error;
  }
};

const hashesOf = async (voices: readonly InstalledVoice[]): Promise<readonly string[]> => {
  const hashes: string[] = [];
  for (const { modelPath } of voices) hashes.push(await sha256OfFile(modelPath));
  return hashes;
};
