import {
  EncoderError,
  type AudioEncoder,
  type EncoderPool,
  type EncodingWish,
} from '@chorale/audio';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Encodes `ab` as `mp3<AB` and ends with `>`; on request it waits, or fails. */
export class FakeEncoders implements EncoderPool {
  /** Streams that neither ended nor were closed. */
  openStreams = 0;
  /** The next calls reject. */
  fails = false;
  #gate: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  /** Calls wait until `release`. */
  hold(): void {
    this.#gate = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  release(): void {
    this.#release();
  }

  open({ format }: EncodingWish): AudioEncoder {
    this.openStreams += 1;
    let begun = '';
    let isOpen = true;
    const close = (): void => {
      if (isOpen) this.openStreams -= 1;
      isOpen = false;
    };
    const encode = async (samples: Uint8Array): Promise<Uint8Array> => {
      await this.#gate;
      if (this.fails || !isOpen) throw new EncoderError(isOpen ? 'failed' : 'closed', 'no');
      const head = begun === '' ? `${format}<` : '';
      begun = 'yes';
      return bytesOf(head + textOf(samples).toUpperCase());
    };
    const finish = async (): Promise<Uint8Array> => {
      const rest = await encode(new Uint8Array(0));
      close();
      return bytesOf(`${textOf(rest)}>`);
    };
    return { encode, finish, close };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
