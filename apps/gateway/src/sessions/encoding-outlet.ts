import { EncoderError, sampleEncodingOf, type EncoderPool } from '@chorale/audio';
import { CLOSE_CODE, generationFailed, type Profile, type ServerMessage } from '@chorale/speech';

import { AudioStream } from './audio-stream.js';
import type { Outlet, OutgoingEffect } from './outlet.js';
import type { SocketPressure } from './socket-pressure.js';
import { frameOf } from './wire-frames.js';

/** What an encoding outlet stands between. */
export interface EncodingOutletParts {
  /** Where frames go. */
  readonly socket: FrameSink;
  readonly encoders: EncoderPool;
  readonly profile: Profile;
  readonly pressure: SocketPressure;
  /** Samples that may wait for the encoder before no more are taken, bytes. */
  readonly waitingBytes: number;
  readonly onError: (error: unknown) => void;
}

/** As much of a client's socket as frames go through. */
interface FrameSink {
  send(data: string | Uint8Array): void;
  close(code: number, reason: string): void;
  readonly backlog: number;
  forget(): void;
}

interface Encoded {
  readonly bytes: number;
  readonly failed: boolean;
}

type Step =
  | { readonly kind: 'effect'; readonly effect: OutgoingEffect }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

/**
 * The outlet of a WebSocket session. Effects that need no encoder become frames at once; as soon as
 * one does, all that follows waits behind it, in order.
 *
 * Streamed audio is one stream per utterance: what an encoder holds back at the end of a sentence
 * comes with the next, and its last bytes ahead of the last `audio.done`, or of `session.done` if the
 * text's end was not known by then.
 */
export class EncodingOutlet implements Outlet {
  readonly #stream: AudioStream;
  readonly #waiting: Step[] = [];
  #waitingBytes = 0;
  #working = false;
  #gone = false;
  /** What was encoded of the sentence that is being sent; null if nothing was. */
  #encoded: Encoded | null = null;

  constructor(private readonly parts: EncodingOutletParts) {
    this.#stream = new AudioStream(parts.encoders);
  }

  send(effect: OutgoingEffect): void {
    if (this.#gone) return;
    if (this.#working || this.#needsEncoder(effect))
      return this.#enqueue({ kind: 'effect', effect });
    this.parts.socket.send(frameOf(effect));
  }

  close(code: number, reason: string): void {
    if (this.#working) this.#enqueue({ kind: 'close', code, reason });
    else this.parts.socket.close(code, reason);
  }

  get backlog(): number {
    return this.#waitingBytes + this.parts.socket.backlog;
  }

  forget(): void {
    this.#gone = true;
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
    this.#stream.drop();
    this.parts.socket.forget();
  }

  #needsEncoder(effect: OutgoingEffect): boolean {
    switch (effect.kind) {
      case 'sendStreamHeader':
      case 'sendFile':
        return isCompressed(effect.format);
      case 'sendAudio':
        return this.#stream.isOpen;
      case 'sendMessage':
        return this.#stream.isOpen || this.#encoded !== null;
      case 'sendTimedAudio':
      case 'sendTimings':
        return false;
    }
  }

  #enqueue(step: Step): void {
    this.#waiting.push(step);
    this.#waitingBytes += bytesOf(step);
    if (this.#waitingBytes >= this.parts.waitingBytes) this.parts.pressure.raise('encoder');
    if (this.#working) return;
    this.#working = true;
    // A turn later, so that all that was decided together is seen together.
    queueMicrotask(() => void this.#work());
  }

  async #work(): Promise<void> {
    try {
      for (let step = this.#waiting.shift(); step !== undefined; step = this.#waiting.shift()) {
        await this.#take(step);
        this.#waitingBytes = Math.max(0, this.#waitingBytes - bytesOf(step));
        if (this.#waitingBytes <= this.parts.waitingBytes / 2)
          this.parts.pressure.release('encoder');
      }
    } catch (error) {
      this.#breakOff(error);
    } finally {
      this.#working = false;
    }
  }

  /** A fault of ours: the socket's end stops the session's work. */
  #breakOff(error: unknown): void {
    this.#gone = true;
    this.parts.onError(error);
    this.parts.socket.close(CLOSE_CODE.internal, 'internal error');
  }

  async #take(step: Step): Promise<void> {
    if (step.kind === 'close') this.parts.socket.close(step.code, step.reason);
    else if (this.#needsEncoder(step.effect)) await this.#encode(step.effect);
    else this.#pass(step.effect);
  }

  async #encode(effect: OutgoingEffect): Promise<void> {
    switch (effect.kind) {
      case 'sendStreamHeader':
        this.#stream.begin(effect.format, effect.sampleRate);
        return;
      case 'sendAudio':
        return this.#sendEncoded(() => this.#stream.encode(effect.samples));
      case 'sendFile':
        return this.#sendEncoded(() => this.#encodeFile(effect));
      case 'sendMessage':
        return this.#say(effect.message);
      case 'sendTimedAudio':
      case 'sendTimings':
        this.#pass(effect);
    }
  }

  #pass(effect: OutgoingEffect): void {
    if (!this.#gone) this.parts.socket.send(frameOf(effect));
  }

  /** One that failed is told of at the end of its sentence, whose other audio is dropped. */
  async #sendEncoded(encode: () => Promise<Uint8Array>): Promise<void> {
    const before = this.#encoded ?? { bytes: 0, failed: false };
    this.#encoded = before;
    if (before.failed) return;
    try {
      const bytes = await encode();
      this.#encoded = { bytes: before.bytes + bytes.length, failed: false };
      if (!this.#gone && bytes.length > 0) this.parts.socket.send(bytes);
    } catch (error) {
      if (!(error instanceof EncoderError)) throw error;
      this.#encoded = { ...before, failed: true };
      if (!this.#gone) this.parts.onError(error);
    }
  }

  async #encodeFile(effect: Extract<OutgoingEffect, { kind: 'sendFile' }>): Promise<Uint8Array> {
    const { format, sampleRate, chunks } = effect;
    const encoder = this.parts.encoders.open({ format, sampleRate, channels: 1, streamed: false });
    try {
      const first = await encoder.encode(Buffer.concat(chunks));
      return Buffer.concat([first, await encoder.finish()]);
    } finally {
      encoder.close();
    }
  }

  async #say(message: ServerMessage): Promise<void> {
    if (message.type === 'audio.done') return this.#endSentence(message);
    if (message.type === 'session.done') {
      await this.#endStream(message['cancelled'] !== true);
      this.#encoded = null;
    }
    this.#pass({ kind: 'sendMessage', message });
  }

  /** The machine counted samples; the client is told the bytes that it got. */
  async #endSentence(message: ServerMessage): Promise<void> {
    if (this.#endsUtterance()) await this.#endStream(true);
    const encoded = this.#encoded ?? { bytes: 0, failed: false };
    this.#encoded = null;
    if (encoded.failed)
      this.#pass({ kind: 'sendMessage', message: this.#failureOf(message, encoded) });
    const failed = message['error'] === true || encoded.failed;
    const done = { ...message, total_bytes: encoded.bytes, error: failed };
    this.#pass({ kind: 'sendMessage', message: done });
  }

  /** The utterance's last word waits right behind. */
  #endsUtterance(): boolean {
    const [next] = this.#waiting;
    if (next?.kind !== 'effect' || next.effect.kind !== 'sendMessage') return false;
    const { message } = next.effect;
    return message.type === 'session.done' && message['cancelled'] !== true;
  }

  async #endStream(wanted: boolean): Promise<void> {
    if (wanted && this.#stream.isOpen) await this.#sendEncoded(() => this.#stream.finish());
    this.#stream.drop();
  }

  #failureOf(done: ServerMessage, { bytes }: Encoded): ServerMessage {
    const label = {
      utteranceIndex: Number(done['utterance_index'] ?? 0),
      sentenceIndex: Number(done['sentence_index']),
    };
    return generationFailed(this.parts.profile, label, {
      reason: 'its audio could not be encoded',
      partialAudio: bytes > 0,
    });
  }
}

/** PCM, WAV and G.711 need nothing but a header. */
const isCompressed = (format: Extract<OutgoingEffect, { kind: 'sendFile' }>['format']): boolean =>
  format !== 'wav' && format !== 'pcm' && sampleEncodingOf(format) === 'pcm16';

const bytesOf = (step: Step): number => {
  if (step.kind === 'close') return 0;
  const { effect } = step;
  if (effect.kind === 'sendAudio') return effect.samples.length;
  if (effect.kind === 'sendFile') return effect.chunks.reduce((sum, { length }) => sum + length, 0);
  return 0;
};
