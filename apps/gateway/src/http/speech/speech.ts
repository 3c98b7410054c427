import type { AudioEncoder } from '@chorale/audio';
import { EncoderError } from '@chorale/audio';
import type { Clock, ContextEffect, ContextEvent } from '@chorale/speech';

import type { ContextObserver } from '../../sessions/context-observer.js';

import { NoSpeech, SpeechFailure } from './speech-failure.js';

/** When what happened to a request, in ms since it came. */
export class SpeechTimes implements ContextObserver {
  readonly #cameAt: number;
  #startedAt: number | null = null;
  #firstAudioAt: number | null = null;

  constructor(private readonly clock: Clock) {
    this.#cameAt = clock.now();
  }

  onEvent(event: ContextEvent, now: number): void {
    if (event.kind === 'started') this.#startedAt ??= now;
  }

  onEffect(effect: ContextEffect, now: number): void {
    if (effect.kind === 'sendAudio') this.#firstAudioAt ??= now;
  }

  /** How long a worker was waited for, and the first audio, as `Server-Timing` says it. */
  get begun(): string {
    return [this.#entry('queue', this.#startedAt), this.#entry('first-audio', this.#firstAudioAt)]
      .flat()
      .join(', ');
  }

  /** The same, and how long all of it took. */
  get ended(): string {
    return [this.begun, ...this.#entry('total', this.clock.now())].join(', ');
  }

  #entry(name: string, at: number | null): readonly string[] {
    return at === null ? [] : [`${name};dur=${(at - this.#cameAt).toFixed(1)}`];
  }
}

const NOTHING = new Uint8Array(0);

/**
 * Encodes samples as they come; a container's header is given by itself, with the first samples.
 * Throws a `SpeechFailure` also when there is nothing to be heard.
 */
export async function* encoded(
  samples: AsyncIterable<Uint8Array>,
  open: () => AudioEncoder,
): AsyncGenerator<Uint8Array> {
  let encoder: AudioEncoder | null = null;
  try {
    for await (const chunk of samples) {
      if (encoder === null) {
        encoder = open();
        yield* some(await encoder.encode(NOTHING));
      }
      yield* some(await encoder.encode(chunk));
    }
    if (encoder === null) throw new NoSpeech();
    yield* some(await encoder.finish());
  } catch (error) {
    throw error instanceof EncoderError ? encodingFailure(error) : error;
  } finally {
    encoder?.close();
  }
}

function* some(bytes: Uint8Array): Generator<Uint8Array> {
  if (bytes.byteLength > 0) yield bytes;
}

const encodingFailure = ({ code }: EncoderError): SpeechFailure =>
  new SpeechFailure(
    code === 'overloaded'
      ? 'overloaded: the encoders have as much to do as they can'
      : 'its audio could not be encoded',
  );
