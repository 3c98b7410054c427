import { CursorPlayer } from './cursor-player.js';
import type { PlayerOrder, PlayerReport } from './player-messages.js';
import { PLAYER_NAME } from './player-messages.js';

const REPORT_SECONDS = 0.05;

/** Plays on the audio thread what the page posts to it. */
class CursorPlayerProcessor extends AudioWorkletProcessor {
  readonly #player = new CursorPlayer(sampleRate);
  #sinceReport = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<PlayerOrder>) => this.#obey(data);
  }

  process(_inputs: unknown, [output]: readonly (readonly Float32Array[])[]): boolean {
    const [channel] = output ?? [];
    if (channel === undefined) return true;
    const drained = this.#player.render(channel);
    this.#sinceReport += channel.length;
    if (drained || this.#sinceReport >= REPORT_SECONDS * sampleRate) this.#reportLevel();
    if (drained) this.#report({ kind: 'drained' });
    return true;
  }

  #obey(order: PlayerOrder): void {
    switch (order.kind) {
      case 'samples':
        this.#player.push(order.samples, order.rate);
        break;
      case 'end':
        this.#player.end();
        break;
      case 'drop':
        this.#player.dropFrom(order.from);
        break;
      case 'clear':
        this.#report({ kind: 'stopped', played: this.#player.level.played });
        this.#player.clear();
        break;
    }
  }

  #reportLevel(): void {
    this.#sinceReport = 0;
    this.#report({ kind: 'level', ...this.#player.level });
  }

  #report(report: PlayerReport): void {
    this.port.postMessage(report);
  }
}

registerProcessor(PLAYER_NAME, CursorPlayerProcessor);
