import type { ServerResponse } from 'node:http';

import type { Clock } from '@chorale/speech';

import { SpeechFailure } from './speech-failure.js';

/** Node tells of progress only when all that was written has left, so it must be little at a time. */
const PIECE_BYTES = 64 * 1024;

/** How long a client may take nothing, and who is told when it did. */
export interface Patience {
  readonly clock: Clock;
  readonly stallMs: number;
  readonly onStalled: () => void;
}

/** Writes the body of an answer no faster than its client takes it. */
export class ResponseWriter {
  constructor(
    private readonly response: ServerResponse,
    private readonly patience: Patience,
  ) {}

  /** Resolves when there is room for more; rejects with a `SpeechFailure` when the client is gone or takes nothing. */
  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) {
      const piece = bytes.subarray(at, at + PIECE_BYTES);
      if (this.response.destroyed) throw gone();
      if (!this.response.write(piece)) await this.#until('drain');
    }
  }

  /** Ends the body; resolves when all of it has left. Rejects as `write` does. */
  async end(): Promise<void> {
    if (this.response.destroyed) throw gone();
    const finished = this.#until('finish');
    this.response.end();
    await finished;
  }

  #until(event: 'drain' | 'finish'): Promise<void> {
    const { response } = this;
    const { clock, stallMs, onStalled } = this.patience;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => () => {
        cancel();
        response.off(event, onEvent).off('close', onClose);
        act();
      };
      const onEvent = settle(resolve);
      const onClose = settle(() => reject(gone()));
      const giveUp = settle(() => {
        onStalled();
        response.destroy();
        reject(gone());
      });
      const cancel = clock.after(stallMs, giveUp);
      response.on(event, onEvent).on('close', onClose);
    });
  }
}

const gone = (): SpeechFailure => new SpeechFailure('the client is gone');
