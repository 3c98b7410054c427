import { countFrames, MP3_HEADER_BYTES, readFrame } from './frame-header.js';

/** Samples that LAME puts ahead of the first one; decoders know their own share of the delay. */
const ENCODER_DELAY = 576;

const HAS_FRAMES_AND_BYTES = 0b11;
/** Where the encoder's delay and padding stand, behind its name. */
const DELAY_OFFSET = 21;

/**
 * Makes the silent frame, ahead of all others, by which players know how many samples to drop at both
 * ends; `firstFrame` lends its header. While the length is not known (null), only those at the start.
 */
export const infoFrame = (
  firstFrame: Uint8Array,
  whole: { readonly stream: Uint8Array; readonly samples: number } | null,
): Uint8Array => {
  const header = firstFrame.slice(0, MP3_HEADER_BYTES);
  header[2] = (header[2] ?? 0) & ~0b10; // not padded
  const shape = readFrame(header);
  const frame = new Uint8Array(shape.bytes);
  frame.set(header);
  const tag = frame.subarray(MP3_HEADER_BYTES + shape.sideInfoBytes);
  if (whole === null) {
    writeHead(tag, 0);
    writeDelay(tag.subarray(8), 0);
    return frame;
  }
  const frames = countFrames(whole.stream);
  writeHead(tag, HAS_FRAMES_AND_BYTES);
  const view = new DataView(tag.buffer, tag.byteOffset);
  view.setUint32(8, frames);
  view.setUint32(12, frame.length + whole.stream.length);
  writeDelay(tag.subarray(16), frames * shape.samples - ENCODER_DELAY - whole.samples);
  return frame;
};

const writeHead = (tag: Uint8Array, flags: number): void => {
  tag.set(new TextEncoder().encode('Info'));
  tag[7] = flags;
};

/** Two numbers of 12 bits behind what LAME tells of itself. */
const writeDelay = (encoder: Uint8Array, padding: number): void => {
  encoder.set(new TextEncoder().encode('LAME3.100'));
  encoder[DELAY_OFFSET] = ENCODER_DELAY >> 4;
  encoder[DELAY_OFFSET + 1] = ((ENCODER_DELAY & 0xf) << 4) | (padding >> 8);
  encoder[DELAY_OFFSET + 2] = padding & 0xff;
};
