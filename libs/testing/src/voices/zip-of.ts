import { crc32, deflateRawSync } from 'node:zlib';

const header = (bytes: number, fields: readonly (readonly [at: number, value: number])[]) => {
  const buffer = Buffer.alloc(bytes);
  for (const [at, value] of fields) buffer.writeUInt32LE(value >>> 0, at);
  return buffer;
};

const sizes = (at: number, content: Uint8Array, packed: Uint8Array) =>
  [
    [at, crc32(content)],
    [at + 4, packed.length],
    [at + 8, content.length],
  ] as const;

/** Makes a ZIP archive of the named contents, deflated like a wheel's. */
export const zipOf = (files: Readonly<Record<string, Uint8Array>>): Buffer => {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content);
    const text = Buffer.from(name);
    const local = header(30, [[0, 0x04034b50], [8, 8], ...sizes(14, content, packed)]);
    local.writeUInt16LE(text.length, 26);
    const entry = header(46, [[0, 0x02014b50], [10, 8], ...sizes(16, content, packed)]);
    entry.writeUInt16LE(text.length, 28);
    entry.writeUInt32LE(offset, 42);
    bodies.push(local, text, packed);
    directory.push(entry, text);
    offset += local.length + text.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = header(22, [
    [0, 0x06054b50],
    [12, listing.length],
    [16, offset],
  ]);
  end.writeUInt16LE(Object.keys(files).length, 10);
  return Buffer.concat([...bodies, listing, end]);
};
