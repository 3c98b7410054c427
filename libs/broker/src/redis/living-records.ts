import type { RedisLink } from './redis-link.js';

/** Where records lie: a sorted set of names by the time at which they expire, and one key per name. */
export interface RecordPlace<T> {
  readonly names: string;
  readonly keyOf: (name: string) => string;
  /** Null for what is no record. */
  readonly read: (json: string) => T | null;
}

/** Reads the records of all names in the set; one that ran out or cannot be read is left out. */
export const livingRecords = async <T>(
  link: RedisLink,
  place: RecordPlace<T>,
): Promise<readonly T[]> => {
  const names = await link.run((client) => client.zrange(place.names, '0', '-1'));
  return recordsOf(link, place, names);
};

/** Reads the records of these names; those that are not there are left out. */
export const recordsOf = async <T>(
  link: RedisLink,
  { keyOf, read }: RecordPlace<T>,
  names: readonly string[],
): Promise<readonly T[]> => {
  if (names.length === 0) return [];
  const records = await link.run((client) => client.mget(...names.map(keyOf)));
  return records.flatMap((record) => read(record ?? '') ?? []);
};
