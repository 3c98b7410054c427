import type { BitWriter } from './bit-writer.js';
import type { Prediction } from './prediction.js';

/** Parameters above take another coding method; PCM16 never needs them. */
const MAX_PARAMETER = 14;
/** A partition of at least this many samples pays for its parameter. */
const LEAST_PARTITION = 64;
const MAX_PARTITION_ORDER = 6;

/** Writes a residual in partitions, each Rice-coded with the parameter that fits its loudness. */
export const writeResidual = (bits: BitWriter, { order, residual }: Prediction): void => {
  const partitionOrder = partitionOrderFor(residual.length);
  const length = residual.length >> partitionOrder;
  bits.write(0, 2); // parameters of 4 bits
  bits.write(partitionOrder, 4);
  for (let from = 0; from < residual.length; from += length)
    writePartition(bits, residual.subarray(from === 0 ? order : from, from + length));
};

/** Partitions halve the block again and again, so its length must allow it. */
const partitionOrderFor = (samples: number): number => {
  let order = 0;
  while (order < MAX_PARTITION_ORDER && halves(samples >> order)) order++;
  return order;
};

const halves = (samples: number): boolean => samples % 2 === 0 && samples / 2 >= LEAST_PARTITION;

const writePartition = (bits: BitWriter, residual: Int32Array): void => {
  const parameter = parameterFor(residual);
  bits.write(parameter, 4);
  for (const value of residual) {
    const folded = (value << 1) ^ (value >> 31); // 0, −1, 1, −2 … become 0, 1, 2, 3 …
    bits.writeUnary(folded >>> parameter);
    bits.write(folded, parameter);
  }
};

/** The parameter near which the sum of the code lengths is least: log2 of the mean, folded. */
const parameterFor = (residual: Int32Array): number => {
  let sum = 0;
  for (const value of residual) sum += Math.abs(value);
  const mean = residual.length === 0 ? 0 : (2 * sum) / residual.length;
  return Math.min(MAX_PARAMETER, Math.max(0, Math.floor(Math.log2(mean * Math.LN2 + 1))));
};
