import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

import { wavHeader } from '@chorale/audio';

import type { AudioSink } from './audio-sink.js';

/** Makes what stands before the audio, while its length is not known and when it is. */
type Header = (dataBytes: number | 'streaming') => Uint8Array;

/** Writes audio as it comes; its header is put right at the end. */
class FileSink implements AudioSink {
  #dataBytes = 0;
  #closed: Promise<void> | null = null;

  constructor(
    private readonly file: FileHandle,
    private readonly path: string,
    private readonly header: Header,
  ) {}

  async write(bytes: Uint8Array): Promise<void> {
    this.#dataBytes += bytes.length;
    await this.file.write(bytes);
  }

  async finish(): Promise<string> {
    await this.close();
    return `Saved to ${this.path}.`;
  }

  cancel(): Promise<void> {
    return this.close();
  }

  private close(): Promise<void> {
    this.#closed ??= this.complete();
    return this.#closed;
  }

  private async complete(): Promise<void> {
    const header = this.header(this.#dataBytes);
    if (header.length > 0) await this.file.write(header, 0, header.length, 0);
    await this.file.close();
  }
}

const openSink = async (path: string, header: Header): Promise<AudioSink> => {
  const file = await open(path, 'w');
  await file.write(header('streaming'));
  return new FileSink(file, path, header);
};

/** Writes PCM16 mono as a WAV file; playable at any moment, even after a crash. */
export const openWavFile = (path: string, sampleRate: number): Promise<AudioSink> =>
  openSink(path, (dataBytes) => wavHeader(sampleRate, 1, dataBytes));

/** Writes audio just as the service sends it. */
export const openRawFile = (path: string): Promise<AudioSink> =>
  openSink(path, () => new Uint8Array());
