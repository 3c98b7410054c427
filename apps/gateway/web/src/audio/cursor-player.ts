import { SampleQueue } from './sample-queue.js';

/** Enough to ride out the jitter of a busy page, little enough to go unnoticed. */
const START_SECONDS = 0.1;
/** Where the line was too slow once, it will be again: wait for more, and for more each time. */
const RESTART_SECONDS = 0.2;
const LONGEST_WAIT_SECONDS = 1.2;
/** Two milliseconds at 24 kHz: a step to or from silence would be heard as a click. */
const FADE_SAMPLES = 48;
/** What interpolation needs. */
const LEAST_SAMPLES = 2;

/** How playing goes. */
export interface PlayerLevel {
  /** Seconds in hand. */
  readonly buffered: number;
  /** Position in the utterance, in samples at the rate of what comes in. */
  readonly played: number;
  /** Gaps so far: times that samples ran out although more came later. */
  readonly underruns: number;
  readonly playing: boolean;
}

/**
 * Plays samples in the order in which they come, on one cursor, at another rate if need be.
 *
 * It starts when there is enough in hand, fades out when samples run dry, and goes on by itself when
 * there is enough again.
 */
export class CursorPlayer {
  readonly #queue = new SampleQueue();
  #rate: number;
  /** Position between two incoming samples, 0 to 1. */
  #fraction = 0;
  #playing = false;
  #ended = false;
  #drained = false;
  /** Ran out of samples before the end. */
  #dry = false;
  #underruns = 0;
  #waitSeconds = START_SECONDS;
  /** 0 is silence, 1 full volume; moves by 1 / FADE_SAMPLES. */
  #volume = 0;
  /** What is faded out when samples run dry. */
  #last = 0;

  /** `outputRate` is that of what goes out, Hz. */
  constructor(private readonly outputRate: number) {
    this.#rate = outputRate;
  }

  get level(): PlayerLevel {
    return {
      buffered: this.#queue.length / this.#rate,
      played: this.#queue.position,
      underruns: this.#underruns,
      playing: this.#playing,
    };
  }

  /** Takes the next samples, made at `rate` Hz. */
  push(samples: Float32Array, rate: number): void {
    this.#rate = rate;
    this.#ended = false;
    this.#drained = false;
    this.#queue.push(samples);
  }

  /** No more is to come: what is left may be played to its end. */
  end(): void {
    this.#ended = true;
  }

  /** Drops what waits from a position on; the gap that this makes is nobody's fault. */
  dropFrom(position: number): void {
    this.#queue.dropFrom(position);
    if (this.#queue.length < LEAST_SAMPLES) this.#pause(false);
  }

  /** Falls silent, and forgets the utterance. */
  clear(): void {
    this.#queue.clear();
    this.#pause(false);
    this.#fraction = 0;
    this.#ended = false;
    this.#drained = false;
    this.#underruns = 0;
    this.#waitSeconds = START_SECONDS;
  }

  /** Fills `output`; true when the last sample before the end has just been played. */
  render(output: Float32Array): boolean {
    const wasDrained = this.#drained;
    this.#startIfReady();
    for (let at = 0; at < output.length; at += 1) output[at] = this.#next();
    return this.#drained && !wasDrained;
  }

  #startIfReady(): void {
    if (this.#playing) return;
    if (this.#ended && this.#queue.length < LEAST_SAMPLES) this.#drain();
    const wanted = this.#ended ? 0 : this.#waitSeconds * this.#rate;
    if (this.#queue.length >= Math.max(LEAST_SAMPLES, wanted)) this.#start();
  }

  /** A gap counts only when something comes after it. */
  #start(): void {
    this.#playing = true;
    if (this.#dry) this.#underruns += 1;
    this.#dry = false;
  }

  #next(): number {
    if (this.#playing && this.#queue.length < LEAST_SAMPLES) this.#runDry();
    if (!this.#playing) return this.#fadeOut();
    const here = this.#queue.peek(0);
    this.#last = here + (this.#queue.peek(1) - here) * this.#fraction;
    this.#advance();
    this.#volume = Math.min(1, this.#volume + 1 / FADE_SAMPLES);
    return this.#last * this.#volume;
  }

  #advance(): void {
    this.#fraction += this.#rate / this.outputRate;
    const whole = Math.floor(this.#fraction);
    this.#fraction -= whole;
    this.#queue.skip(whole);
  }

  #runDry(): void {
    if (this.#ended) {
      this.#drain();
      return;
    }
    this.#pause(true);
    this.#waitSeconds = Math.min(
      LONGEST_WAIT_SECONDS,
      Math.max(RESTART_SECONDS, this.#waitSeconds * 2),
    );
  }

  #pause(dry: boolean): void {
    this.#playing = false;
    this.#dry = dry;
  }

  #drain(): void {
    this.#pause(false);
    this.#queue.skip(this.#queue.length);
    this.#ended = false;
    this.#drained = true;
  }

  /** The last value dies away instead of stopping short. */
  #fadeOut(): number {
    this.#volume = Math.max(0, this.#volume - 1 / FADE_SAMPLES);
    return this.#last * this.#volume;
  }
}
