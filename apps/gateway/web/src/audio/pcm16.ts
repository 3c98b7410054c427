const FULL_SCALE = 32_768;

/** Turns signed 16-bit little-endian bytes into samples of −1 to 1; a byte that is left over waits for the next frame. */
export class Pcm16Reader {
  #left = new Uint8Array(0);

  read(frame: ArrayBuffer): Float32Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#left.length + frame.byteLength);
    bytes.set(this.#left);
    bytes.set(new Uint8Array(frame), this.#left.length);
    const count = Math.floor(bytes.length / 2);
    this.#left = bytes.slice(count * 2);
    const view = new DataView(bytes.buffer);
    return Float32Array.from(
      { length: count },
      (_, at) => view.getInt16(at * 2, true) / FULL_SCALE,
    );
  }
}
