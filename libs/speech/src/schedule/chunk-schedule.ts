/** A stretch of decoder columns, `to` not included. */
export interface ColumnRange {
  readonly from: number;
  readonly to: number;
}

const FIRST_CHUNK_COLUMNS = 12; // 139 ms of audio: soon made, and enough to cover the second chunk
const CHUNK_GROWTH = 1.5;
const MAX_CHUNK_COLUMNS = 43; // 0.5 s of audio, about 19 ms of a core: the longest wait for an urgent unit
const MIN_CHUNK_COLUMNS = 8; // 93 ms of audio: what a chunk costs by itself weighs too much in shorter ones

/** `early`: somebody waits for the first sound. `steady`: there is still something to be heard until it is needed. */
export type ChunkStart = 'early' | 'steady';

/**
 * Cuts `range` of a segment's `total` columns into chunks. On an early start small ones come first:
 * audio starts sooner and costs a little more. The sizes never depend on load, because smaller
 * chunks are more work just when there is too much of it.
 *
 * No chunk has fewer than 8 columns unless the segment has. A range shorter than that is widened,
 * first to the front, into one chunk that contains it; the caller drops what it did not ask for.
 * Throws `RangeError` unless 0 ≤ from ≤ to ≤ total, all whole numbers.
 */
export const chunkSchedule = (
  range: ColumnRange,
  total: number,
  start: ChunkStart = 'early',
): readonly ColumnRange[] => {
  refuseIllegal(range, total);
  if (range.from === range.to) return [];
  const first = start === 'early' ? FIRST_CHUNK_COLUMNS : MAX_CHUNK_COLUMNS;
  return cutIntoChunks(widened(range, total), first);
};

const cutIntoChunks = (range: ColumnRange, first: number): readonly ColumnRange[] => {
  const chunks: ColumnRange[] = [];
  let size = first;
  for (let from = range.from; from < range.to; from = chunks.at(-1)?.to ?? range.to) {
    chunks.push({ from, to: chunkEnd(from + Math.round(size), range.to) });
    size = Math.min(MAX_CHUNK_COLUMNS, size * CHUNK_GROWTH);
  }
  return chunks;
};

/** Merges a tail that would be too short into the chunk before it. */
const chunkEnd = (wanted: number, end: number): number =>
  end - wanted < MIN_CHUNK_COLUMNS ? end : wanted;

const widened = (range: ColumnRange, total: number): ColumnRange => {
  if (range.to - range.from >= MIN_CHUNK_COLUMNS) return range;
  const from = Math.max(0, range.to - MIN_CHUNK_COLUMNS);
  return { from, to: Math.min(total, from + MIN_CHUNK_COLUMNS) };
};

const refuseIllegal = ({ from, to }: ColumnRange, total: number): void => {
  const whole = [from, to, total].every(Number.isInteger);
  if (whole && 0 <= from && from <= to && to <= total) return;
  throw new RangeError(`not a range of ${total} columns: ${from} to ${to}`);
};
