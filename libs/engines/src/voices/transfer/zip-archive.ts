import { createReadStream, createWriteStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';

/** One file of a ZIP archive, as its directory lists it. */
export interface ZipMember {
  readonly name: string;
  readonly deflated: boolean;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly crc32: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/** Says that a file is no ZIP archive that can be read here. */
export class ZipError extends Error {
  override readonly name = 'ZipError';
}

const END = 0x06054b50;
const END_BYTES = 22;
const MOST_COMMENT_BYTES = 0xffff;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED_FLAG = 1;
/** Stands for "see the ZIP64 record", which nothing below 4 GiB needs. */
const IN_ZIP64 = 0xffffffff;
/** A wheel has a few dozen files; a directory of millions is an attack. */
const MOST_DIRECTORY_BYTES = 16 * 1024 * 1024;

const readAt = async (file: FileHandle, position: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new ZipError('the archive is cut off');
  return buffer;
};

/** The end record stands last, behind at most a comment of 64 KiB. */
const readEnd = async (file: FileHandle): Promise<Buffer> => {
  const { size } = await file.stat();
  const length = Math.min(size, END_BYTES + MOST_COMMENT_BYTES);
  const tail = await readAt(file, size - length, length);
  for (let at = length - END_BYTES; at >= 0; at -= 1)
    if (tail.readUInt32LE(at) === END) return tail.subarray(at);
  throw new ZipError('not a ZIP archive');
};

const memberAt = (directory: Buffer, at: number): ZipMember => {
  const method = directory.readUInt16LE(at + 10);
  const name = directory.toString(
    'utf8',
    at + ENTRY_BYTES,
    at + ENTRY_BYTES + directory.readUInt16LE(at + 28),
  );
  if (method !== STORED && method !== DEFLATED)
    throw new ZipError(`${name} is compressed by method ${method}`);
  if ((directory.readUInt16LE(at + 8) & ENCRYPTED_FLAG) !== 0)
    throw new ZipError(`${name} is encrypted`);
  return {
    name,
    deflated: method === DEFLATED,
    crc32: directory.readUInt32LE(at + 16),
    compressedBytes: directory.readUInt32LE(at + 20),
    bytes: directory.readUInt32LE(at + 24),
    offset: directory.readUInt32LE(at + 42),
  };
};

const entryBytes = (directory: Buffer, at: number): number =>
  ENTRY_BYTES +
  directory.readUInt16LE(at + 28) +
  directory.readUInt16LE(at + 30) +
  directory.readUInt16LE(at + 32);

/** Finds `names` among the entries; everything else in the archive is passed over unread. */
const pick = (directory: Buffer, names: readonly string[]): readonly ZipMember[] => {
  const found: ZipMember[] = [];
  for (let at = 0; at < directory.length; at += entryBytes(directory, at)) {
    if (at + ENTRY_BYTES > directory.length || directory.readUInt32LE(at) !== ENTRY)
      throw new ZipError('the directory of the archive is damaged');
    const end = at + ENTRY_BYTES + directory.readUInt16LE(at + 28);
    if (names.includes(directory.toString('utf8', at + ENTRY_BYTES, end)))
      found.push(memberAt(directory, at));
  }
  return found;
};

const withFile = async <Value>(
  path: string,
  work: (file: FileHandle) => Promise<Value>,
): Promise<Value> => {
  const file = await open(path);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
};

/** Finds the member `name` of an archive on disk. Throws a `ZipError` when it is not there. */
export const findZipMember = (path: string, name: string): Promise<ZipMember> =>
  withFile(path, async (file) => {
    const end = await readEnd(file);
    const [length, offset] = [end.readUInt32LE(12), end.readUInt32LE(16)];
    if (offset === IN_ZIP64 || length > MOST_DIRECTORY_BYTES)
      throw new ZipError('the archive is too large');
    const [member] = pick(await readAt(file, offset, length), [name]);
    if (member === undefined) throw new ZipError(`${name} is not in the archive`);
    if (member.compressedBytes === 0) throw new ZipError(`${name} is empty`);
    return member;
  });

const dataOffset = (path: string, { name, offset }: ZipMember): Promise<number> =>
  withFile(path, async (file) => {
    const header = await readAt(file, offset, LOCAL_BYTES);
    if (header.readUInt32LE(0) !== LOCAL) throw new ZipError(`${name} is damaged`);
    return offset + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  });

/**
 * Writes one member of an archive to `destination`, which the caller chose: names in the archive
 * never decide where anything is written. Rejects with a `ZipError` when the bytes are not those
 * that the directory announces.
 */
export const extractZipMember = async (
  path: string,
  member: ZipMember,
  destination: string,
  signal: AbortSignal,
): Promise<void> => {
  const start = await dataOffset(path, member);
  let bytes = 0;
  let checksum = 0;
  const checked = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      checksum = crc32(chunk, checksum);
      if (bytes > member.bytes) throw new ZipError(`${member.name} is larger than announced`);
      yield chunk;
    }
  };
  await pipeline(
    createReadStream(path, { start, end: start + member.compressedBytes - 1 }),
    member.deflated ? createInflateRaw() : new PassThrough(),
    checked,
    createWriteStream(destination),
    { signal },
  );
  if (bytes !== member.bytes || checksum !== member.crc32)
    throw new ZipError(`${member.name} is damaged`);
};
