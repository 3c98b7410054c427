import type { ChunkEvent, SentenceAddress } from '@chorale/speech';

import {
  CHUNK_HEADER_BYTES,
  CHUNK_TYPES,
  type ChunkHeader,
  readChunkHeader,
  writeChunkHeader,
} from './chunk-header.js';
import {
  aliveSchema,
  lengthSchema,
  failureSchema,
  joinedSchema,
  jsonPayload,
  readJsonPayload,
  startedSchema,
  wordsSchema,
} from './chunk-payload.js';

/** A chunk event read from an entry, or why there was none; `address` where it could still be read. */
export type DecodedChunk =
  | { readonly kind: 'event'; readonly event: ChunkEvent; readonly sentAtUs: number }
  | {
      readonly kind: 'invalid';
      readonly address: SentenceAddress | null;
      readonly reason: InvalidChunk;
    };

/** What was wrong with an entry. */
export type InvalidChunk = 'header' | 'type' | 'length' | 'clock' | 'attempt' | 'payload';

/**
 * Writes an event as one stream entry: the 32-byte header, then PCM or JSON.
 * `sentAtUs` is the sender's clock in µs. Throws RangeError for numbers beyond their fields.
 */
export const encodeChunkEvent = (event: ChunkEvent, sentAtUs: number): Uint8Array => {
  const payload = payloadOf(event);
  const bytes = new Uint8Array(CHUNK_HEADER_BYTES + payload.byteLength);
  writeChunkHeader(bytes, { ...headerOf(event), payloadBytes: payload.byteLength, sentAtUs });
  bytes.set(payload, CHUNK_HEADER_BYTES);
  return bytes;
};

/** Reads a stream entry. Never throws; the event owns its bytes, so `bytes` may be reused or freed. */
export const decodeChunkEvent = (bytes: Uint8Array): DecodedChunk => {
  const header = readChunkHeader(bytes);
  if (header === null) return { kind: 'invalid', address: null, reason: 'header' };
  const payload = bytes.subarray(CHUNK_HEADER_BYTES);
  const flaw = flawOf(header, payload);
  if (flaw !== null) return { kind: 'invalid', address: addressOf(header), reason: flaw };
  const event = READERS[header.type]?.(payload, header, addressIn(header)) ?? null;
  if (event === null) return { kind: 'invalid', address: addressOf(header), reason: 'payload' };
  return { kind: 'event', event, sentAtUs: header.sentAtUs };
};

const NO_PAYLOAD = new Uint8Array(0);

const payloadOf = (event: ChunkEvent): Uint8Array => {
  switch (event.kind) {
    case 'audio':
      return event.samples;
    case 'planned':
    case 'ended':
      return jsonPayload({ totalSamples: event.totalSamples });
    case 'joined':
      return jsonPayload({ shift: event.shift });
    case 'failed':
      return jsonPayload(event.failure);
    case 'started':
      return jsonPayload({ worker: event.worker, fingerprint: event.fingerprint });
    case 'alive':
      return jsonPayload({ worker: event.worker });
    case 'timing':
      return jsonPayload(event.words);
    case 'yielded':
      return NO_PAYLOAD;
  }
};

type Placed = Omit<ChunkHeader, 'payloadBytes' | 'sentAtUs'>;

const headerOf = (event: ChunkEvent): Placed => ({
  type: CHUNK_TYPES[event.kind],
  route: event.kind === 'alive' ? 0 : event.route,
  seq: event.kind === 'alive' ? 0 : event.seq,
  attempt: event.kind === 'alive' ? 0 : event.attempt,
  chunkIndex: event.kind === 'audio' ? event.chunkIndex : 0,
  sampleOffset: sampleOffsetOf(event),
});

const sampleOffsetOf = (event: ChunkEvent): number => {
  if (event.kind === 'audio') return event.sampleOffset;
  return event.kind === 'yielded' ? event.nextSample : 0;
};

type Reader = (
  payload: Uint8Array,
  header: ChunkHeader,
  address: SentenceAddress,
) => ChunkEvent | null;

const readAudio: Reader = (payload, { chunkIndex, sampleOffset }, address) => ({
  kind: 'audio',
  chunkIndex,
  sampleOffset,
  // A copy: a view would pin the whole reply of the read that brought up to 256 entries.
  samples: new Uint8Array(payload),
  ...address,
});

const readEnded: Reader = (payload, _header, address) => {
  const ended = readJsonPayload(payload, lengthSchema);
  return ended && { kind: 'ended', ...ended, ...address };
};

const readPlanned: Reader = (payload, _header, address) => {
  const planned = readJsonPayload(payload, lengthSchema);
  return planned && { kind: 'planned', ...planned, ...address };
};

const readJoined: Reader = (payload, _header, address) => {
  const joined = readJsonPayload(payload, joinedSchema);
  return joined && { kind: 'joined', ...joined, ...address };
};

const readFailed: Reader = (payload, _header, address) => {
  const failure = readJsonPayload(payload, failureSchema);
  return failure && { kind: 'failed', failure, ...address };
};

const readStarted: Reader = (payload, _header, address) => {
  const started = readJsonPayload(payload, startedSchema);
  return started && { kind: 'started', ...started, ...address };
};

const readAlive: Reader = (payload) => {
  const alive = readJsonPayload(payload, aliveSchema);
  return alive && { kind: 'alive', ...alive };
};

const readTiming: Reader = (payload, _header, address) => {
  const words = readJsonPayload(payload, wordsSchema);
  return words && { kind: 'timing', words, ...address };
};

const readYielded: Reader = (_payload, header, address) => ({
  kind: 'yielded',
  nextSample: header.sampleOffset,
  ...address,
});

/** By type byte. */
const READERS: Readonly<Record<number, Reader>> = {
  [CHUNK_TYPES.audio]: readAudio,
  [CHUNK_TYPES.ended]: readEnded,
  [CHUNK_TYPES.failed]: readFailed,
  [CHUNK_TYPES.started]: readStarted,
  [CHUNK_TYPES.alive]: readAlive,
  [CHUNK_TYPES.timing]: readTiming,
  [CHUNK_TYPES.yielded]: readYielded,
  [CHUNK_TYPES.planned]: readPlanned,
  [CHUNK_TYPES.joined]: readJoined,
};

const flawOf = (header: ChunkHeader, payload: Uint8Array): InvalidChunk | null => {
  if (READERS[header.type] === undefined) return 'type';
  if (header.payloadBytes !== payload.byteLength) return 'length';
  if (!Number.isFinite(header.sentAtUs)) return 'clock';
  return header.attempt === 0 && header.type !== CHUNK_TYPES.alive ? 'attempt' : null;
};

const addressIn = ({ route, seq, attempt }: ChunkHeader): SentenceAddress => ({
  route,
  seq,
  attempt,
});

const addressOf = (header: ChunkHeader): SentenceAddress | null =>
  header.attempt === 0 ? null : addressIn(header);
