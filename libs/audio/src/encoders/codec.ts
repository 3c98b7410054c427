/** A stream at work in a thread: what the threads run, one call at a time. Bytes returned are the caller's. */
export interface Codec {
  /** Takes any number of whole PCM16 samples. */
  encode(samples: Uint8Array): Uint8Array;
  /** Gives the rest; one that takes long tells of each step. */
  finish(onProgress: () => void): Uint8Array | Promise<Uint8Array>;
  /** Frees what the stream holds; nothing follows. */
  close(): void;
}

export const NO_BYTES = new Uint8Array(0);

/** Joins the pieces of a file. */
export const concatenated = (pieces: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};
