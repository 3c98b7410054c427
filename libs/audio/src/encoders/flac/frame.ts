import { checksum } from '../checksum.js';
import { BitWriter } from './bit-writer.js';
import { bestPrediction } from './prediction.js';
import { writeResidual } from './rice.js';

const headerCheck = checksum(8, 0x07);
const frameCheck = checksum(16, 0x8005);

const SYNC_OF_FIXED_BLOCKS = 0xfff8;
/** The block's length follows in 16 bits. */
const LENGTH_FOLLOWS = 0b0111;
/** Codes from here on mean 256 samples, 512, and so on. */
const LENGTH_256 = 0b1000;
const RATE_CODES = new Map([
  [8000, 4],
  [16_000, 5],
  [22_050, 6],
  [24_000, 7],
  [32_000, 8],
  [44_100, 9],
  [48_000, 10],
]);
/** The rate stands in the head of the stream alone. */
const RATE_OF_STREAM = 0;
const SIXTEEN_BITS = 0b100;

/** A block of mono PCM16, at its place in a stream. */
export interface FlacBlock {
  readonly samples: Int16Array;
  readonly number: number;
  /** Hz. */
  readonly sampleRate: number;
}

/** Encodes one block as a frame. */
export const flacFrame = (block: FlacBlock): Uint8Array => {
  const bits = new BitWriter();
  writeHeader(bits, block);
  writeSubframe(bits, block.samples);
  bits.align();
  bits.write(frameCheck(bits.bytes), 16);
  return bits.bytes;
};

const writeHeader = (bits: BitWriter, { samples, number, sampleRate }: FlacBlock): void => {
  const lengthCode = lengthCodeOf(samples.length);
  bits.write(SYNC_OF_FIXED_BLOCKS, 16);
  bits.write(lengthCode, 4);
  bits.write(RATE_CODES.get(sampleRate) ?? RATE_OF_STREAM, 4);
  bits.write(SIXTEEN_BITS << 1, 8); // mono
  for (const byte of codedNumber(number)) bits.write(byte, 8);
  if (lengthCode === LENGTH_FOLLOWS) bits.write(samples.length - 1, 16);
  bits.write(headerCheck(bits.bytes), 8);
};

const lengthCodeOf = (samples: number): number => {
  const power = Math.log2(samples / 256);
  return Number.isInteger(power) && power >= 0 ? LENGTH_256 + power : LENGTH_FOLLOWS;
};

/** Codes a number as UTF-8 would, but up to 36 bits. */
const codedNumber = (number: number): readonly number[] => {
  if (number < 0x80) return [number];
  const bytes: number[] = [];
  let left = number;
  // Ahead of n bytes of six bits, the first has room for 6 − n.
  for (; left >= 2 ** (6 - bytes.length); left = Math.floor(left / 64))
    bytes.unshift(0x80 | (left % 64));
  const lead = (0xff << (7 - bytes.length)) & 0xff;
  return [lead | left, ...bytes];
};

const writeSubframe = (bits: BitWriter, samples: Int16Array): void => {
  const first = samples[0] ?? 0;
  if (samples.every((sample) => sample === first)) return writeConstant(bits, first);
  const prediction = bestPrediction(samples);
  bits.write((0b001000 | prediction.order) << 1, 8);
  for (const sample of samples.subarray(0, prediction.order)) bits.write(sample, 16);
  writeResidual(bits, prediction);
};

const writeConstant = (bits: BitWriter, sample: number): void => {
  bits.write(0, 8);
  bits.write(sample, 16);
};
