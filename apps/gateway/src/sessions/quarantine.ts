import type { SentenceAddress } from '@chorale/speech';

interface Entry {
  readonly address: SentenceAddress;
  readonly begin: () => void;
}

/**
 * Lets the sentences of a gateway that may have killed workers try one at a time. Those that merely
 * stood beside the one that did would otherwise be beside it again, and fail with it.
 */
export class Quarantine {
  /** The first one tries, the others wait. */
  #entries: readonly Entry[] = [];

  /** Calls `begin` when it is this sentence's turn, at once or later; a sentence has one turn at a time. */
  admit(address: SentenceAddress, begin: () => void): void {
    this.#entries = [...this.#entries, { address, begin }];
    if (this.#entries.length === 1) begin();
  }

  /** True while a sentence waits for its turn. */
  isWaiting(address: SentenceAddress): boolean {
    return this.#entries.findIndex((entry) => isUpTo(entry, address)) > 0;
  }

  /** The attempt came to its end, or is not wanted any more: the next may try. */
  release(address: SentenceAddress): void {
    this.#remove((entry) => isUpTo(entry, address));
  }

  /** Releases all sentences of a route. */
  releaseRoute(route: number): void {
    this.#remove((entry) => entry.address.route === route);
  }

  #remove(isMeant: (entry: Entry) => boolean): void {
    if (this.#entries.length === 0) return;
    const [trying] = this.#entries;
    this.#entries = this.#entries.filter((entry) => !isMeant(entry));
    const [next] = this.#entries;
    if (next !== trying) next?.begin();
  }
}

const isUpTo = ({ address }: Entry, { route, seq, attempt }: SentenceAddress): boolean =>
  address.route === route && address.seq === seq && address.attempt <= attempt;
