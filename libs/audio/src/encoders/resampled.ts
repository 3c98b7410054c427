import { decodePcm16, encodePcm16 } from '../pcm16.js';
import { createResampler } from '../post-chain/resampler.js';
import type { StageRun } from '../post-chain/stage.js';

/** Brings PCM16 to a rate that a codec knows. */
export interface RateChange {
  push(samples: Uint8Array): Uint8Array;
  /** The samples up to the end. */
  finish(): Uint8Array;
}

/** Changes the rate (Hz) of a stream of PCM16; equal rates pass as they are. */
export const rateChange = (from: number, to: number): RateChange =>
  from === to ? UNCHANGED : new Resampled(createResampler(from, to).start(0));

const UNCHANGED: RateChange = { push: (samples) => samples, finish: () => new Uint8Array(0) };

class Resampled implements RateChange {
  constructor(private readonly run: StageRun) {}

  push(samples: Uint8Array): Uint8Array {
    return encodePcm16(this.run.push(decodePcm16(samples)));
  }

  finish(): Uint8Array {
    return encodePcm16(this.run.finish());
  }
}

/** The lowest of the rates that loses nothing of `rate`, or else the highest. */
export const rateAmong = (rates: readonly number[], rate: number): number =>
  rates.find((known) => known >= rate) ?? Math.max(...rates);
