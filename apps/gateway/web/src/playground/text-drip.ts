/** Hands out pieces one after the other, as a slow writer would. */
export class TextDrip {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Replaces what is being handed out; the first piece is handed out at once. */
  start(pieces: readonly string[], pace: { readonly everyMs: number }, to: DripTarget): void {
    this.stop();
    const [piece, ...others] = pieces;
    if (piece === undefined) return to.end();
    to.piece(piece);
    this.#timer = setTimeout(() => this.start(others, pace, to), pace.everyMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** Where the pieces go. */
export interface DripTarget {
  piece(piece: string): void;
  end(): void;
}
