/** What the header of an MPEG layer 3 frame says of it. */
export interface Mp3Frame {
  readonly bytes: number;
  readonly samples: number;
  /** Bytes of side information behind the header, for mono. */
  readonly sideInfoBytes: number;
}

/** Bitrates are kbit/s by index. */
const MPEG_1 = {
  bitrates: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  samples: 1152,
  sideInfoBytes: 17,
} as const;
const MPEG_2 = {
  bitrates: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  samples: 576,
  sideInfoBytes: 9,
} as const;
const RATES_OF_MPEG_1 = [44_100, 48_000, 32_000] as const;
/** The rates of MPEG 2 are half of those, those of MPEG 2.5 a quarter; by version bits. */
const RATE_DIVISORS = [4, NaN, 2, 1] as const;

export const MP3_HEADER_BYTES = 4;

/** Reads the header of a frame; a broken one comes out as NaN bytes. */
export const readFrame = (header: Uint8Array): Mp3Frame => {
  const [, second = 0, third = 0] = header;
  const divisor = at(RATE_DIVISORS, (second >> 3) & 3);
  const version = divisor === 1 ? MPEG_1 : MPEG_2;
  const rate = at(RATES_OF_MPEG_1, (third >> 2) & 3) / divisor;
  const bitrate = at(version.bitrates, third >> 4) * 1000;
  const padding = (third >> 1) & 1;
  const bytes = Math.floor(((version.samples / 8) * bitrate) / rate) + padding;
  return { bytes, samples: version.samples, sideInfoBytes: version.sideInfoBytes };
};

const at = (table: readonly number[], index: number): number => table[index] ?? NaN;

/** Counts the frames of a stream that holds nothing else. */
export const countFrames = (stream: Uint8Array): number => {
  let frames = 0;
  for (let at = 0; at + MP3_HEADER_BYTES <= stream.length; frames++)
    at += readFrame(stream.subarray(at, at + MP3_HEADER_BYTES)).bytes;
  return frames;
};
