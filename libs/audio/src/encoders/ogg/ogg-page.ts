import { checksum } from '../checksum.js';

const pageCheck = checksum(32, 0x04c11db7);

const HEADER_BYTES = 27;
/** Bytes of a packet that one entry of a page's table counts at most. */
const LACE = 255;

/** One page of an Ogg stream. */
export interface OggPage {
  readonly packets: readonly Uint8Array[];
  /** The codec's clock at the end of the page. */
  readonly granule: number;
  readonly sequence: number;
  readonly position: 'first' | 'middle' | 'last';
}

const FLAGS = { first: 2, middle: 0, last: 4 } as const;

/** The only stream in its file may have any number. */
const SERIAL = 1;

/** Lays out a page of whole packets, at most 255 table entries in all. */
export const oggPage = ({ packets, granule, sequence, position }: OggPage): Uint8Array => {
  const laces = packets.flatMap(({ length }) => lacesOf(length));
  const page = new Uint8Array(
    HEADER_BYTES + laces.length + packets.reduce((sum, { length }) => sum + length, 0),
  );
  const view = new DataView(page.buffer);
  view.setUint32(0, 0x4f676753); // OggS
  view.setUint8(5, FLAGS[position]);
  view.setBigUint64(6, BigInt(granule), true);
  view.setUint32(14, SERIAL, true);
  view.setUint32(18, sequence, true);
  view.setUint8(26, laces.length);
  page.set(laces, HEADER_BYTES);
  let at = HEADER_BYTES + laces.length;
  for (const packet of packets) {
    page.set(packet, at);
    at += packet.length;
  }
  view.setUint32(22, pageCheck(page), true);
  return page;
};

/** A packet ends with the first entry below 255. */
const lacesOf = (length: number): readonly number[] => [
  ...Array.from({ length: Math.floor(length / LACE) }, () => LACE),
  length % LACE,
];
