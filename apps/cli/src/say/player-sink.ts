import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { AudioSink } from './audio-sink.js';
import { openWavFile } from './file-sink.js';
import type { Player } from './players.js';

/** A running player: it ends by itself when its input does. */
interface Running {
  readonly child: ChildProcess;
  /** Null when all went well, else what the player complained of. */
  readonly outcome: Promise<string | null>;
}

const complaintOf = (complaints: string, code: number | null): string => {
  const line = complaints.trim().split('\n')[0] ?? '';
  return line === '' ? `ended with ${code ?? 'a signal'}` : line;
};

const start = (program: string, args: readonly string[]): Running => {
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-1_000);
  });
  child.stdin.on('error', () => undefined); // It went away: its outcome says why.
  const outcome = new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? null : complaintOf(complaints, code)));
  });
  return { child, outcome };
};

/** Names a file that does not exist yet: `speech.wav`, `speech-2.wav`, … */
export const freeName = (dir: string, exists: (path: string) => boolean = existsSync): string => {
  for (let number = 1; ; number += 1) {
    const path = join(dir, number === 1 ? 'speech.wav' : `speech-${number}.wav`);
    if (!exists(path)) return path;
  }
};

const save = async (
  path: string,
  sampleRate: number,
  chunks: readonly Uint8Array[],
): Promise<string> => {
  const file = await openWavFile(path, sampleRate);
  for (const chunk of chunks) await file.write(chunk);
  return file.finish();
};

/** What both kinds of player do with the audio: they keep it, for a player without a sound card must not cost the speech. */
class Recording {
  readonly chunks: Uint8Array[] = [];
  cancelled = false;

  constructor(
    readonly program: string,
    readonly sampleRate: number,
  ) {}

  /** Tells how playing went, and saves what could not be heard. */
  async account(complaint: string | null): Promise<string> {
    if (this.cancelled) return 'Stopped.';
    if (complaint === null) return `Played with ${this.program}.`;
    const saved = await save(freeName('.'), this.sampleRate, this.chunks);
    return `${this.program} cannot play (${complaint}). ${saved}`;
  }
}

/** Plays audio as it comes. */
class StreamingPlayerSink implements AudioSink {
  constructor(
    private readonly recording: Recording,
    private readonly running: Running,
  ) {}

  write(bytes: Uint8Array): Promise<void> {
    this.recording.chunks.push(bytes);
    this.running.child.stdin?.write(bytes);
    return Promise.resolve();
  }

  async finish(): Promise<string> {
    this.running.child.stdin?.end();
    return this.recording.account(await this.running.outcome);
  }

  async cancel(): Promise<void> {
    this.recording.cancelled = true;
    this.running.child.kill();
    await this.running.outcome;
  }
}

/** For players that only take files: collects all audio, then plays it. */
class WholeFilePlayerSink implements AudioSink {
  #running: Running | null = null;

  constructor(private readonly recording: Recording) {}

  write(bytes: Uint8Array): Promise<void> {
    this.recording.chunks.push(bytes);
    return Promise.resolve();
  }

  async finish(): Promise<string> {
    const dir = await mkdtemp(join(tmpdir(), 'say-'));
    try {
      const path = join(dir, 'speech.wav');
      const { program, sampleRate, chunks } = this.recording;
      await save(path, sampleRate, chunks);
      this.#running = start(program, [path]);
      return await this.recording.account(await this.#running.outcome);
    } finally {
      await rm(dir, { recursive: true });
    }
  }

  async cancel(): Promise<void> {
    this.recording.cancelled = true;
    this.#running?.child.kill();
    await this.#running?.outcome;
  }
}

/** Starts a player for PCM16 mono. */
export const openPlayer = ({ program, streamArguments }: Player, sampleRate: number): AudioSink => {
  const recording = new Recording(program, sampleRate);
  if (streamArguments === null) return new WholeFilePlayerSink(recording);
  return new StreamingPlayerSink(recording, start(program, streamArguments(sampleRate)));
};
