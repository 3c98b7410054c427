/** What a FLAC stream says of itself. */
export interface FlacStream {
  /** Hz. */
  readonly sampleRate: number;
  readonly blockSamples: number;
  /** Its samples and their MD5, once all of them are known. */
  readonly known: { readonly samples: number; readonly digest: Uint8Array } | null;
}

const STREAM_INFO_BYTES = 34;
const LAST_BLOCK = 0x80;

/** Makes the head of a mono PCM16 FLAC file: the marker and its one metadata block. */
export const flacHeader = ({ sampleRate, blockSamples, known }: FlacStream): Uint8Array => {
  const header = new Uint8Array(8 + STREAM_INFO_BYTES);
  const view = new DataView(header.buffer);
  view.setUint32(0, 0x664c6143); // fLaC
  view.setUint32(4, (LAST_BLOCK << 24) | STREAM_INFO_BYTES);
  view.setUint16(8, blockSamples);
  view.setUint16(10, blockSamples);
  // Frame sizes stay 0, unknown. Then 20 bits of rate, 3 of channels − 1, 5 of bits − 1, 36 of samples.
  const samples = known?.samples ?? 0;
  view.setUint32(18, (sampleRate << 12) | (15 << 4) | Math.floor(samples / 2 ** 32));
  view.setUint32(22, samples % 2 ** 32);
  if (known !== null) header.set(known.digest, 26);
  return header;
};
