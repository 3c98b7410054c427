import playerUrl from '../audio/cursor-player.worklet.ts?worker&url';
import type { PlayerLevel } from '../audio/cursor-player.js';
import type { PlayerOrder, PlayerReport } from '../audio/player-messages.js';
import { PLAYER_NAME } from '../audio/player-messages.js';

/** What nearly every speech is made at; other rates are converted while playing. */
const USUAL_RATE = 24_000;

/** How long the audio thread may take to say where it stopped, ms. */
const STOP_MS = 250;

/** What the output tells of itself. */
export interface OutputListeners {
  level(level: PlayerLevel): void;
  drained(): void;
}

const openContext = (): AudioContext => {
  try {
    return new AudioContext({ sampleRate: USUAL_RATE, latencyHint: 'interactive' });
  } catch {
    return new AudioContext(); // some devices only take their own rate
  }
};

/** Plays samples on the audio thread as they come. */
export class SoundOutput {
  /** Samples handed over so far: where the next begin. */
  #cursor = 0;
  #level: PlayerLevel = { buffered: 0, played: 0, underruns: 0, playing: false };
  #stopped: ((played: number) => void) | null = null;

  private constructor(
    private readonly context: AudioContext,
    private readonly node: AudioWorkletNode,
    private readonly listeners: OutputListeners,
  ) {
    node.port.onmessage = ({ data }: MessageEvent<PlayerReport>) => this.#hear(data);
    node.connect(context.destination);
  }

  /** Opens one out of a click or a key, as browsers want it; throws where there is no audio thread. */
  static async open(listeners: OutputListeners): Promise<SoundOutput> {
    const context = openContext();
    if (!('audioWorklet' in context))
      throw new Error('This browser plays live audio only over https or on localhost.');
    await context.audioWorklet.addModule(playerUrl);
    const options = { numberOfInputs: 0, outputChannelCount: [1] };
    return new SoundOutput(context, new AudioWorkletNode(context, PLAYER_NAME, options), listeners);
  }

  get cursor(): number {
    return this.#cursor;
  }

  /** Seconds between a sample's being played and its being heard. */
  get latency(): number {
    return Number.isFinite(this.context.outputLatency) ? this.context.outputLatency : 0;
  }

  /** Of what it decodes, and what it plays without converting, Hz. */
  get rate(): number {
    return this.context.sampleRate;
  }

  /** Sound stops while a phone is locked, and must be asked for again. */
  wake(): void {
    this.context.resume().catch(() => undefined); // it was closed, or may not yet: the next click asks again
  }

  /** Decodes a whole file, to the rate of the output. Rejects for what this browser cannot. */
  async decode(file: ArrayBuffer): Promise<Float32Array<ArrayBuffer>> {
    const audio = await this.context.decodeAudioData(file);
    return audio.getChannelData(0).slice();
  }

  /** Takes the samples away from whoever had them. */
  play(samples: Float32Array<ArrayBuffer>, rate: number): void {
    this.#cursor += samples.length;
    this.#order({ kind: 'samples', samples, rate }, [samples.buffer]);
  }

  /** No more is to come for now: what is left may be played to its end. */
  end(): void {
    this.#order({ kind: 'end' });
  }

  /** Drops what was not played yet from a position on. */
  dropFrom(position: number): void {
    this.#order({ kind: 'drop', from: position });
  }

  /** Falls silent at once; resolves to the position that was reached. */
  stop(): Promise<number> {
    this.#cursor = 0;
    const known = this.#level.played;
    const stopped = new Promise<number>((resolve) => {
      this.#stopped = resolve;
      setTimeout(() => resolve(known), STOP_MS); // a sleeping audio thread says nothing
    });
    this.#order({ kind: 'clear' });
    return stopped;
  }

  #order(order: PlayerOrder, transfer: Transferable[] = []): void {
    this.node.port.postMessage(order, transfer);
  }

  /** What the audio thread reported before it heard that it was to stop is about what was stopped. */
  #hear(report: PlayerReport): void {
    if (this.#stopped !== null && report.kind !== 'stopped') return;
    switch (report.kind) {
      case 'level':
        this.#level = report;
        this.listeners.level(report);
        break;
      case 'drained':
        this.listeners.drained();
        break;
      case 'stopped':
        this.#stopped?.(report.played);
        this.#stopped = null;
        break;
    }
  }
}
