import type { AudioEncoder, EncoderPool } from '@chorale/audio';
import type { AudioFormat } from '@chorale/speech';

/** The compressed stream of one utterance: it is begun by its first audio and ends with the utterance. */
export class AudioStream {
  #encoder: AudioEncoder | null = null;
  #shape: { readonly format: AudioFormat; readonly sampleRate: number } | null = null;

  constructor(private readonly encoders: EncoderPool) {}

  /** An utterance begins to be sent in such a format. */
  begin(format: AudioFormat, sampleRate: number): void {
    this.drop();
    this.#shape = { format, sampleRate };
  }

  /** Audio goes through an encoder. */
  get isOpen(): boolean {
    return this.#shape !== null;
  }

  /** Rejects with an `EncoderError`; the next audio then begins a fresh stream. */
  async encode(samples: Uint8Array): Promise<Uint8Array> {
    if (this.#shape === null) return samples;
    this.#encoder ??= this.encoders.open({ ...this.#shape, channels: 1, streamed: true });
    try {
      return await this.#encoder.encode(samples);
    } catch (error) {
      this.#closeEncoder();
      throw error;
    }
  }

  /** The last bytes of the utterance. Rejects with an `EncoderError`. */
  async finish(): Promise<Uint8Array> {
    const encoder = this.#encoder;
    this.#encoder = null;
    this.#shape = null;
    return encoder === null ? new Uint8Array(0) : encoder.finish();
  }

  /** Nothing more of the utterance is wanted. */
  drop(): void {
    this.#closeEncoder();
    this.#shape = null;
  }

  #closeEncoder(): void {
    this.#encoder?.close();
    this.#encoder = null;
  }
}
