import type { SentenceAddress, SentenceOrder } from '@chorale/speech';
import { isOfRoute, sentenceKey } from '@chorale/speech';

/** Tells apart, for one context, who keeps whom waiting: the workers the listener, or the client both. */
export class TextWatch {
  /** Ordered, and not made to their end yet. */
  readonly #making = new Set<string>();

  /** Notes an order; true if the workers had nothing left to make when its text came. */
  ordered({ address, fromSample }: SentenceOrder): boolean {
    const isNewText = address.attempt === 1 && fromSample === 0;
    const hadRunOut = isNewText && this.#making.size === 0;
    this.#making.add(sentenceKey(address));
    return hadRunOut;
  }

  /** All of a sentence has been made. */
  made(address: SentenceAddress): void {
    this.#making.delete(sentenceKey(address));
  }

  /** Nothing more comes of an utterance. */
  forget(route: number): void {
    for (const key of this.#making) if (isOfRoute(key, route)) this.#making.delete(key);
  }
}
