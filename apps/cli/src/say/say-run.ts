import { VirtualPlayer } from '@chorale/audio';

import type { AudioSink } from './audio-sink.js';
import { reportLines } from './say-report.js';
import type { SpeechFormat } from './speech-format.js';
import type { SpeechEvent, SpeechRequest } from './speech-session.js';
import { speak } from './speech-session.js';

/** One run of `say`. */
export interface SayTask {
  readonly request: SpeechRequest;
  readonly format: SpeechFormat;
  readonly pieces: AsyncIterable<string>;
  /** Opened when the first audio comes; the rate is in Hz. */
  readonly openSink: (sampleRate: number) => Promise<AudioSink>;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** What the service could not do. */
  readonly onProblem: (message: string) => void;
  /** How it went, line by line. */
  readonly onLine: (line: string) => void;
}

/** Used where the service does not say: what the protocol promises. */
const USUAL_RATE = 24_000;

/** Takes what happens in the order in which it happens, and remembers when. */
class Listener {
  readonly player = new VirtualPlayer();
  problems = 0;
  connectedAtMs = 0;
  textSentAtMs: number | null = null;
  firstAudioAtMs: number | null = null;
  lastAudioAtMs: number | null = null;
  #rate = USUAL_RATE;
  #sink: Promise<AudioSink> | null = null;
  #written: Promise<void> = Promise.resolve();

  constructor(private readonly task: SayTask) {}

  hear(event: SpeechEvent): void {
    switch (event.kind) {
      case 'connected':
        this.connectedAtMs = this.task.now();
        return;
      case 'text-sent':
        this.textSentAtMs ??= this.task.now();
        return;
      case 'sentence-started':
        this.#rate = event.sampleRate ?? this.#rate;
        return;
      case 'audio':
        this.#audio(event.bytes);
        return;
      case 'problem':
        this.problems += 1;
        this.task.onProblem(event.message);
        return;
      case 'sentence-ended':
      case 'all-spoken':
      case 'other':
        return;
    }
  }

  #audio(bytes: Uint8Array): void {
    const now = this.task.now();
    this.firstAudioAtMs ??= now;
    this.lastAudioAtMs = now;
    const perSecond = this.task.format.bytesPerSecond(this.#rate);
    if (perSecond !== null) this.player.receive(now, bytes.length / perSecond);
    this.#sink ??= this.task.openSink(this.#rate);
    const sink = this.#sink;
    this.#written = this.#written.then(async () => (await sink).write(bytes));
    this.#written.catch(() => undefined); // `finish` reports it.
  }

  /** Resolves with a sentence about where the audio went; null when none came. */
  async finish(): Promise<string | null> {
    await this.#written;
    return this.#sink === null ? null : (await this.#sink).finish();
  }

  async cancel(): Promise<void> {
    await this.#written.catch(() => undefined);
    await (await this.#sink)?.cancel();
  }
}

/** Calls `stop` if the signal aborts before `work` settles, and waits for both. */
const stoppable = async <Value>(
  work: Promise<Value>,
  signal: AbortSignal,
  stop: () => Promise<void>,
): Promise<Value> => {
  let stopped = Promise.resolve();
  const onAbort = () => {
    stopped = stop();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await work;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await stopped;
  }
};

const hearAll = async (task: SayTask, listener: Listener): Promise<void> => {
  try {
    await speak(task.request, task.pieces, (event) => listener.hear(event), task.signal);
  } catch (error) {
    await listener.cancel();
    throw error;
  }
};

/**
 * Says what is to be said, tells how it went, and resolves when it was heard or stored: true if
 * everything was spoken. Rejects with a `ServiceUnavailable` or the reason of the signal.
 */
export const sayRun = async (task: SayTask): Promise<boolean> => {
  const connectingAtMs = task.now();
  const listener = new Listener(task);
  await hearAll(task, listener);
  const { connectedAtMs, textSentAtMs, firstAudioAtMs, lastAudioAtMs, player } = listener;
  const times = { connectingAtMs, connectedAtMs, textSentAtMs, firstAudioAtMs, lastAudioAtMs };
  reportLines(times, player.report).forEach(task.onLine);
  const end = await stoppable(listener.finish(), task.signal, () => listener.cancel());
  task.signal.throwIfAborted();
  if (end !== null) task.onLine(end);
  return listener.problems === 0 && firstAudioAtMs !== null;
};
