/** Samples in a row; `from` is the position of the first in the utterance. */
interface Run {
  readonly from: number;
  readonly samples: Float32Array;
}

/** Samples that wait to be played, each at its position in the utterance. */
export class SampleQueue {
  #runs: Run[] = [];
  /** Samples of the first run that were taken already. */
  #taken = 0;
  #length = 0;
  #end = 0;

  /** Samples that wait. */
  get length(): number {
    return this.#length;
  }

  /** Position of the next sample to be played; at the end, where the next to come will be. */
  get position(): number {
    const [first] = this.#runs;
    return first === undefined ? this.#end : first.from + this.#taken;
  }

  push(samples: Float32Array): void {
    if (samples.length > 0) this.#runs.push({ from: this.#end, samples });
    this.#end += samples.length;
    this.#length += samples.length;
  }

  /** Drops what waits from a position on; what comes next keeps its own position. */
  dropFrom(position: number): void {
    const [first, ...others] = this.#runs;
    if (first === undefined) return;
    const kept = [first, ...others].filter(({ from }) => from < position);
    this.#runs = kept.map((run) => shortened(run, position));
    this.#length = this.#runs.reduce((sum, { samples }) => sum + samples.length, -this.#taken);
    if (this.#length <= 0) this.#forgetRuns();
  }

  /** The sample `ahead` places behind the next; 0 beyond the end. */
  peek(ahead: number): number {
    let at = this.#taken + ahead;
    for (const { samples } of this.#runs) {
      if (at < samples.length) return samples[at] ?? 0;
      at -= samples.length;
    }
    return 0;
  }

  skip(count: number): void {
    const skipped = Math.min(count, this.#length);
    this.#taken += skipped;
    this.#length -= skipped;
    this.#letGo();
  }

  /** Begins anew, at position 0. */
  clear(): void {
    this.#forgetRuns();
    this.#end = 0;
  }

  #forgetRuns(): void {
    this.#runs = [];
    this.#taken = 0;
    this.#length = 0;
  }

  #letGo(): void {
    for (let [first] = this.#runs; first !== undefined; [first] = this.#runs) {
      if (this.#taken < first.samples.length) return;
      this.#taken -= first.samples.length;
      this.#runs.shift();
    }
  }
}

const shortened = ({ from, samples }: Run, end: number): Run => ({
  from,
  samples: samples.subarray(0, end - from),
});
