import { U16_MAX, U32_MAX } from './fields.js';

/** The entry layout's version; a reader refuses every other. */
const CHUNK_VERSION = 1;
/** Bytes before the payload. */
export const CHUNK_HEADER_BYTES = 32;

/** The type byte of each kind of event. */
export const CHUNK_TYPES = {
  audio: 0,
  ended: 1,
  failed: 2,
  started: 3,
  alive: 4,
  timing: 5,
  yielded: 6,
  planned: 7,
  joined: 8,
} as const;

/**
 * The fixed part of an entry, little-endian:
 * `u8 version | u8 type | u16 flags | u32 route | u32 seq | u16 attempt | u16 chunkIndex |
 * u32 sampleOffset | u32 payloadBytes | f64 sentAtUs`. No flag is defined yet: written as 0, not read.
 */
export interface ChunkHeader {
  readonly type: number;
  readonly route: number;
  readonly seq: number;
  readonly attempt: number;
  readonly chunkIndex: number;
  readonly sampleOffset: number;
  readonly payloadBytes: number;
  readonly sentAtUs: number;
}

/** Writes the header at the start of `bytes`; throws RangeError for a number that its field cannot hold. */
export const writeChunkHeader = (bytes: Uint8Array, header: ChunkHeader): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, CHUNK_HEADER_BYTES);
  view.setUint8(0, CHUNK_VERSION);
  view.setUint8(1, header.type);
  view.setUint32(4, within(header.route, U32_MAX), true);
  view.setUint32(8, within(header.seq, U32_MAX), true);
  view.setUint16(12, within(header.attempt, U16_MAX), true);
  view.setUint16(14, within(header.chunkIndex, U16_MAX), true);
  view.setUint32(16, within(header.sampleOffset, U32_MAX), true);
  view.setUint32(20, within(header.payloadBytes, U32_MAX), true);
  view.setFloat64(24, header.sentAtUs, true);
};

/** Reads the header, or null where `bytes` is too short or of another version. */
export const readChunkHeader = (bytes: Uint8Array): ChunkHeader | null => {
  if (bytes.byteLength < CHUNK_HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, CHUNK_HEADER_BYTES);
  if (view.getUint8(0) !== CHUNK_VERSION) return null;
  return {
    type: view.getUint8(1),
    route: view.getUint32(4, true),
    seq: view.getUint32(8, true),
    attempt: view.getUint16(12, true),
    chunkIndex: view.getUint16(14, true),
    sampleOffset: view.getUint32(16, true),
    payloadBytes: view.getUint32(20, true),
    sentAtUs: view.getFloat64(24, true),
  };
};

const within = (value: number, max: number): number => {
  if (Number.isInteger(value) && value >= 0 && value <= max) return value;
  throw new RangeError(`${value} does not fit a field of 0–${max}`);
};
