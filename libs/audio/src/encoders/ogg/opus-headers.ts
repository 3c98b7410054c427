const VENDOR = 'Chorale';

/** Makes the packet with which an Opus stream begins (RFC 7845); `preSkip` in samples at 48 kHz. */
export const opusHead = (inputRate: number, preSkip: number): Uint8Array => {
  const head = new Uint8Array(19);
  const view = new DataView(head.buffer);
  head.set(new TextEncoder().encode('OpusHead'));
  view.setUint8(8, 1); // version
  view.setUint8(9, 1); // mono
  view.setUint16(10, preSkip, true);
  view.setUint32(12, inputRate, true);
  return head;
};

/** Makes the packet that follows it: the name of the maker, and no comments. */
export const opusTags = (): Uint8Array => {
  const tags = new Uint8Array(16 + VENDOR.length);
  const view = new DataView(tags.buffer);
  tags.set(new TextEncoder().encode('OpusTags'));
  view.setUint32(8, VENDOR.length, true);
  tags.set(new TextEncoder().encode(VENDOR), 12);
  return tags;
};
