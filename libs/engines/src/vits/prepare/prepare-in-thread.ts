import { ThreadPool } from '../../threads/thread-pool.js';
import { startThread, threadUrl } from '../../threads/thread-url.js';
import type { PrepareCommand, PreparedVoice } from './prepared-voice.js';

// A large voice on a slow disk; the usual is 2 s, and 0.3 s when the cache has it.
const DEADLINE_MS = 120_000;
const START_DEADLINE_MS = 15_000;

/** Prepares a voice in a thread that lives as long as that takes. Rejects as `ThreadPool.run`. */
export const prepareInThread = async (
  modelPath: string,
  cacheDir: string,
  signal: AbortSignal,
): Promise<PreparedVoice> => {
  const pool = await ThreadPool.start<PrepareCommand, PreparedVoice>({
    name: 'model preparation',
    threads: 1,
    spawn: () => startThread(threadUrl('./prepare.thread.js', import.meta.url)),
    native: false,
    startDeadlineMs: START_DEADLINE_MS,
    queueLimit: 1,
  });
  try {
    const command: PrepareCommand = { kind: 'prepare', modelPath, cacheDir };
    return await pool.run({ command, deadlineMs: DEADLINE_MS }, signal);
  } finally {
    await pool.close();
  }
};
