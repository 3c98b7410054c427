/** Bytes of the header that `wavHeader` makes. */
export const WAV_HEADER_BYTES = 44;

const PCM = 1;
const BYTES_PER_SAMPLE = 2;
const FORMAT_CHUNK_BYTES = 16;

const ALAW = 6;
const MULAW = 7;
/** Codings other than PCM tell how much more is to come: nothing. */
const G711_FORMAT_BYTES = 18;

/** What both size fields hold while the length is unknown, as other servers write it. */
const UNKNOWN_SIZE = 0xffffffff;

/**
 * Makes the 44-byte RIFF header of a PCM16 file; `dataBytes` is the length of the samples in bytes,
 * or `streaming` where it is not known yet.
 */
export const wavHeader = (
  sampleRate: number,
  channels: number,
  dataBytes: number | 'streaming',
): Uint8Array => {
  const header = new Uint8Array(WAV_HEADER_BYTES);
  const view = new DataView(header.buffer);
  writeAscii(header, 0, 'RIFF');
  view.setUint32(4, dataBytes === 'streaming' ? UNKNOWN_SIZE : dataBytes + 36, true);
  writeAscii(header, 8, 'WAVEfmt ');
  writeFormat(view, sampleRate, channels);
  writeAscii(header, 36, 'data');
  view.setUint32(40, dataBytes === 'streaming' ? UNKNOWN_SIZE : dataBytes, true);
  return header;
};

/** Bytes of the header that `g711WavHeader` makes. */
const G711_HEADER_BYTES = 58;

/** What `wavHeader` makes for PCM16, for one channel of G.711: 58 bytes, with the sample count beside the size. */
export const g711WavHeader = (
  sampleRate: number,
  law: 'mulaw' | 'alaw',
  dataBytes: number | 'streaming',
): Uint8Array => {
  const header = new Uint8Array(G711_HEADER_BYTES);
  const view = new DataView(header.buffer);
  const [riffBytes, samples] =
    dataBytes === 'streaming'
      ? [UNKNOWN_SIZE, UNKNOWN_SIZE]
      : [dataBytes + (dataBytes % 2) + G711_HEADER_BYTES - 8, dataBytes];
  writeAscii(header, 0, 'RIFF');
  view.setUint32(4, riffBytes, true);
  writeAscii(header, 8, 'WAVEfmt ');
  view.setUint32(16, G711_FORMAT_BYTES, true);
  writeFields(view, {
    coding: law === 'mulaw' ? MULAW : ALAW,
    channels: 1,
    sampleRate,
    sampleBytes: 1,
  });
  writeAscii(header, 38, 'fact');
  view.setUint32(42, 4, true);
  view.setUint32(46, samples, true);
  writeAscii(header, 50, 'data');
  view.setUint32(54, samples, true);
  return header;
};

const writeFormat = (view: DataView, sampleRate: number, channels: number): void => {
  view.setUint32(16, FORMAT_CHUNK_BYTES, true);
  writeFields(view, { coding: PCM, channels, sampleRate, sampleBytes: BYTES_PER_SAMPLE });
};

interface WaveFormat {
  readonly coding: number;
  readonly channels: number;
  readonly sampleRate: number;
  readonly sampleBytes: number;
}

const writeFields = (
  view: DataView,
  { coding, channels, sampleRate, sampleBytes }: WaveFormat,
): void => {
  const frameBytes = channels * sampleBytes;
  view.setUint16(20, coding, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, sampleBytes * 8, true);
};

const writeAscii = (bytes: Uint8Array, at: number, text: string): void => {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
};

/** A PCM16 WAV file taken apart; `data` holds the interleaved little-endian samples. */
export interface WavFile {
  readonly sampleRate: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

/** Says why bytes are no WAV file that Chorale reads. */
export class InvalidWavError extends Error {
  override readonly name = 'InvalidWavError';
}

/**
 * Reads a PCM16 WAV file, with other chunks skipped; a streaming or cut file holds what is there.
 * Throws `InvalidWavError`.
 */
export const parseWav = (bytes: Uint8Array): WavFile => {
  if (ascii(bytes, 0) !== 'RIFF' || ascii(bytes, 8) !== 'WAVE') {
    throw new InvalidWavError('no RIFF/WAVE header');
  }
  const format = parseFormat(chunk(bytes, 'fmt '));
  return { ...format, data: chunk(bytes, 'data') };
};

const parseFormat = (body: Uint8Array): Pick<WavFile, 'sampleRate' | 'channels'> => {
  if (body.length < FORMAT_CHUNK_BYTES) throw new InvalidWavError('format chunk too short');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const coding = view.getUint16(0, true);
  const bits = view.getUint16(14, true);
  if (coding !== PCM || bits !== 16) {
    throw new InvalidWavError(`not PCM16: coding ${coding}, ${bits} bits`);
  }
  return { channels: view.getUint16(2, true), sampleRate: view.getUint32(4, true) };
};

/** The body of the first chunk of that name. */
const chunk = (bytes: Uint8Array, name: string): Uint8Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    if (ascii(bytes, at) === name) return bytes.subarray(at + 8, at + 8 + size);
    at += 8 + size + (size & 1); // chunks begin at even offsets
  }
  throw new InvalidWavError(`no '${name}' chunk`);
};

const ascii = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + 4));
