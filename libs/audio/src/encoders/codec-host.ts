import { EncoderError } from './audio-encoder.js';
import { concatenated, type Codec } from './codec.js';
import { createCodec } from './create-codec.js';
import type { EncoderAnswer, EncoderCommand } from './thread-messages.js';

type CommandOf<K extends EncoderCommand['kind']> = Extract<EncoderCommand, { kind: K }>;

interface Stream {
  readonly codec: Promise<Codec>;
  dropped: boolean;
  /** Settles with the last call; never rejects. */
  last: Promise<void>;
}

/** Samples encoded without a pause: some 10 ms, in which the other streams of the thread wait. */
const TURN_BYTES = 32 * 1024;

/** Runs the streams of one thread: the calls of each in order, all of them by turns. */
export class CodecHost {
  readonly #streams = new Map<number, Stream>();

  constructor(private readonly answer: (answer: EncoderAnswer) => void) {}

  take(command: Exclude<EncoderCommand, CommandOf<'end'>>): void {
    switch (command.kind) {
      case 'open':
        return this.#open(command);
      case 'drop':
        return this.#drop(command.stream);
      case 'encode':
        return this.#call(command, (codec, stream) =>
          this.#inTurns(codec, stream, command.samples),
        );
      case 'finish':
        return this.#call(command, async (codec) => this.#finish(command.stream, codec));
    }
  }

  /** Resolves when no call is at work. */
  async idle(): Promise<void> {
    await Promise.all([...this.#streams.values()].map(({ last }) => last));
  }

  #open({ stream, format, wish }: CommandOf<'open'>): void {
    const codec = createCodec(format, wish);
    codec.catch(() => undefined); // told to the first call
    this.#streams.set(stream, { codec, dropped: false, last: Promise.resolve() });
  }

  #drop(id: number): void {
    const stream = this.#streams.get(id);
    if (stream === undefined) return;
    this.#streams.delete(id);
    stream.dropped = true;
    void stream.last.then(() => closed(stream.codec));
  }

  #call(
    { stream: id, call }: CommandOf<'encode' | 'finish'>,
    act: (codec: Codec, stream: Stream) => Promise<Uint8Array>,
  ): void {
    const stream = this.#streams.get(id);
    if (stream === undefined) return; // it failed or was dropped: nobody waits
    stream.last = stream.last
      .then(async () => act(await stream.codec, stream))
      .then(
        (bytes) => this.answer({ kind: 'bytes', call, bytes }),
        (error: unknown) => this.answer(failure(call, error)),
      );
  }

  readonly #onProgress = (): void => this.answer({ kind: 'progress' });

  async #inTurns(codec: Codec, stream: Stream, samples: Uint8Array): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < samples.length && !stream.dropped; at += TURN_BYTES) {
      if (at > 0) await this.#nextTurn();
      pieces.push(codec.encode(samples.subarray(at, at + TURN_BYTES)));
    }
    return concatenated(pieces);
  }

  async #nextTurn(): Promise<void> {
    this.#onProgress();
    await new Promise(setImmediate);
  }

  async #finish(id: number, codec: Codec): Promise<Uint8Array> {
    try {
      return await codec.finish(this.#onProgress);
    } finally {
      this.#streams.delete(id);
      codec.close();
    }
  }
}

const closed = (codec: Promise<Codec>): Promise<void> =>
  codec.then(
    (opened) => opened.close(),
    () => undefined,
  );

const failure = (call: number, error: unknown): EncoderAnswer => ({
  kind: 'failed',
  call,
  code: error instanceof EncoderError ? error.code : 'failed',
  message: error instanceof Error ? error.message : String(error),
});
