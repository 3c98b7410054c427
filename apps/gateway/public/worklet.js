/**
 * Plays samples in the order in which they are posted, on one cursor.
 *
 * In:  { kind: 'samples', samples: Float32Array, rate } | { kind: 'end' } | { kind: 'clear' }
 * Out: { kind: 'level', buffered, played, underruns, playing } about 20 times a second, and
 *      { kind: 'drained' } when everything before `end` was played.
 * Times are in samples of the incoming rate.
 */

/** Enough to ride out the jitter of a busy page, little enough to go unnoticed. */
const START_SECONDS = 0.04;
/** Where the line was too slow once, it will be again: wait for more. */
const RESTART_SECONDS = 0.15;
/** Two milliseconds at 24 kHz: a step to or from silence would be heard as a click. */
const FADE_SAMPLES = 48;
const REPORT_SECONDS = 0.05;

class SampleQueue {
  #chunks = [];
  #offset = 0;
  length = 0;

  push(samples) {
    this.#chunks.push(samples);
    this.length += samples.length;
  }

  clear() {
    this.#chunks = [];
    this.#offset = 0;
    this.length = 0;
  }

  /** The sample `ahead` of the cursor; the caller keeps within `length`. */
  peek(ahead) {
    let index = this.#offset + ahead;
    for (const chunk of this.#chunks) {
      if (index < chunk.length) return chunk[index];
      index -= chunk.length;
    }
    return 0;
  }

  skip(count) {
    this.#offset += count;
    this.length -= count;
    while (this.#chunks.length > 0 && this.#offset >= this.#chunks[0].length) {
      this.#offset -= this.#chunks[0].length;
      this.#chunks.shift();
    }
  }
}

class CursorPlayer extends AudioWorkletProcessor {
  #queue = new SampleQueue();
  /** Incoming samples for each outgoing one. */
  #step = 1;
  #rate = sampleRate;
  /** Position between two incoming samples, 0 to 1. */
  #fraction = 0;
  #playing = false;
  #ended = false;
  /** Ran out of samples before the end. */
  #dry = false;
  #played = 0;
  #underruns = 0;
  #waitFor = START_SECONDS;
  /** 0 is silence, 1 full volume; moves by 1 / FADE_SAMPLES. */
  #volume = 0;
  /** What is faded out when samples run dry. */
  #last = 0;
  #sinceReport = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#receive(data);
  }

  #receive({ kind, samples, rate }) {
    if (kind === 'clear') this.#reset();
    if (kind === 'end') this.#ended = true;
    if (kind !== 'samples') return;
    this.#rate = rate;
    this.#step = rate / sampleRate;
    this.#ended = false;
    this.#queue.push(samples);
  }

  #reset() {
    this.#queue.clear();
    this.#fraction = 0;
    this.#playing = false;
    this.#ended = false;
    this.#dry = false;
    this.#played = 0;
    this.#underruns = 0;
    this.#waitFor = START_SECONDS;
  }

  process(_, [[output]]) {
    this.#decide();
    for (let at = 0; at < output.length; at += 1) output[at] = this.#next();
    this.#report(output.length);
    return true;
  }

  /** Starts when there is enough in hand, or when no more is to come. */
  #decide() {
    if (this.#playing) return;
    if (this.#ended && this.#queue.length < 2) this.#drain();
    const enough = this.#ended ? 2 : Math.max(2, this.#waitFor * this.#rate);
    if (this.#queue.length >= enough) this.#start();
  }

  /** A gap counts only when something comes after it. */
  #start() {
    this.#playing = true;
    if (this.#dry) this.#underruns += 1;
    this.#dry = false;
  }

  #next() {
    if (this.#playing && this.#queue.length < 2) this.#runDry();
    if (!this.#playing) return this.#fadeOut();
    const here = this.#queue.peek(0);
    this.#last = here + (this.#queue.peek(1) - here) * this.#fraction;
    this.#advance();
    this.#volume = Math.min(1, this.#volume + 1 / FADE_SAMPLES);
    return this.#last * this.#volume;
  }

  #advance() {
    this.#fraction += this.#step;
    const whole = Math.min(Math.floor(this.#fraction), this.#queue.length);
    this.#fraction -= Math.floor(this.#fraction);
    this.#queue.skip(whole);
    this.#played += whole;
  }

  #runDry() {
    this.#playing = false;
    if (this.#ended) {
      this.#drain();
      return;
    }
    this.#dry = true;
    this.#waitFor = RESTART_SECONDS;
  }

  #drain() {
    this.#played += this.#queue.length;
    this.#queue.clear();
    this.#ended = false;
    this.port.postMessage({ kind: 'drained' });
  }

  /** The last value dies away instead of stopping short. */
  #fadeOut() {
    this.#volume = Math.max(0, this.#volume - 1 / FADE_SAMPLES);
    return this.#last * this.#volume;
  }

  #report(frames) {
    this.#sinceReport += frames;
    if (this.#sinceReport < REPORT_SECONDS * sampleRate) return;
    this.#sinceReport = 0;
    this.port.postMessage({
      kind: 'level',
      buffered: this.#queue.length / this.#rate,
      played: this.#played,
      underruns: this.#underruns,
      playing: this.#playing,
    });
  }
}

registerProcessor('cursor-player', CursorPlayer);
