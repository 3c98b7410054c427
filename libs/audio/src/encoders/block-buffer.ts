/** Cuts what comes into blocks of one length, wherever it was cut before. */
export class BlockBuffer {
  #held: Int16Array;
  #length = 0;

  constructor(private readonly blockSamples: number) {
    this.#held = new Int16Array(blockSamples);
  }

  /** Takes little-endian PCM16; calls back with each full block, which lives only as long as the call. */
  push(bytes: Uint8Array, onBlock: (block: Int16Array) => void): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + 1 < bytes.length; at += 2) {
      this.#held[this.#length++] = view.getInt16(at, true);
      if (this.#length < this.blockSamples) continue;
      this.#length = 0;
      onBlock(this.#held);
    }
  }

  /** What is left, shorter than a block. */
  get rest(): Int16Array {
    return this.#held.subarray(0, this.#length);
  }
}
