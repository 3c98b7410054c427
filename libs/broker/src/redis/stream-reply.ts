/** One entry of a stream: its id, and the bytes of its only field. */
export interface StreamEntry {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Reads what XREAD answered for one stream; nothing for null and for what is no such reply. */
export const streamEntries = (reply: unknown): readonly StreamEntry[] => {
  const [stream] = listOf(reply);
  const [, entries] = listOf(stream);
  return listOf(entries).map(entryOf);
};

const NO_BYTES = new Uint8Array(0);

/** An entry of another shape has no bytes, which no chunk event has. */
const entryOf = (entry: unknown): StreamEntry => {
  const [id, fields] = listOf(entry);
  const [, bytes, ...more] = listOf(fields);
  const sound = bytes instanceof Uint8Array && more.length === 0;
  return { id: String(id), bytes: sound ? bytes : NO_BYTES };
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
