import decode from 'audio-decode';
import audioType from 'audio-type';

/** What a recording turned out to be. */
export type ClipVerdict =
  | { readonly kind: 'decoded'; readonly seconds: number }
  /** Longer than what was asked about; how long was not found out. */
  | { readonly kind: 'tooLong' }
  | { readonly kind: 'undecodable' };

/** What speakers record with; everything else that could be decoded is refused unseen. */
const FORMATS = ['wav', 'mp3', 'oga', 'opus', 'flac', 'aac', 'm4a', 'webm'] as const;

type Format = (typeof FORMATS)[number];

/** The format by the first bytes; those of MP4 and Matroska stand for what they are subsets of. */
const formatOf = (bytes: Uint8Array): Format | undefined => {
  const type = audioType(bytes);
  const name = type === 'mkv' ? 'webm' : type;
  return FORMATS.find((format) => format === name);
};

/** Bytes that are decoded at a time: few of them can stand for a lot of silence. */
const SLICE_BYTES = 4 * 1024;

/** Decodes a recording, at most `maxSeconds` of it, and measures it. Never rejects. */
export const measureClip = async (bytes: Uint8Array, maxSeconds: number): Promise<ClipVerdict> => {
  const format = formatOf(bytes.slice()); // what looks at it takes the whole buffer for the clip
  if (format === undefined) return { kind: 'undecodable' };
  let samples = 0;
  let seconds = 0;
  try {
    for await (const { channelData, sampleRate } of decode(slices(bytes), format)) {
      samples += channelData[0]?.length ?? 0;
      seconds = samples / sampleRate; // summed seconds would fall short of a whole one
      if (seconds > maxSeconds) return { kind: 'tooLong' };
    }
  } catch {
    return { kind: 'undecodable' };
  }
  return seconds === 0 ? { kind: 'undecodable' } : { kind: 'decoded', seconds };
};

async function* slices(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES)
    yield await Promise.resolve(bytes.subarray(at, at + SLICE_BYTES));
}
