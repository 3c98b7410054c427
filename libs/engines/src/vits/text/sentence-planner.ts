import { blocksOf, planBlock, type Block, type SpellingRules } from './plan-sentence.js';
import { splitClauses } from '../../phonemes/clause.js';
import type { Segment } from './segment.js';

/**
 * Gives the segments of one text in order. Phonemes are made one sentence ahead of where it is, so that
 * a text of any length begins as soon as its first sentence is phonemized.
 */
export class SentencePlanner {
  readonly #blocks: Block[];
  #ready: readonly Segment[] = [];
  #ahead: Promise<readonly Segment[]> | null = null;

  /** `signal` ends the work ahead. */
  constructor(
    text: string,
    opensUtterance: boolean,
    private readonly rules: SpellingRules,
    private readonly signal: AbortSignal,
  ) {
    this.#blocks = [...blocksOf(splitClauses(text), opensUtterance)];
  }

  /** True when no segment is left. It may turn true late, if the last words cannot be said. */
  get exhausted(): boolean {
    return this.#ready.length === 0 && this.#ahead === null && this.#blocks.length === 0;
  }

  /** Ids of the next segment, as far as known. */
  get nextIds(): number | null {
    return this.#ready[0]?.spelling.ids.length ?? null;
  }

  /** Plans until a segment is ready or none is left. Rejects as the phonemizer does. */
  async prepare(): Promise<void> {
    while (this.#ready.length === 0) {
      const planned = this.#ahead ?? this.#planNext();
      if (planned === null) return;
      this.#ahead = null;
      this.#ready = await planned;
    }
  }

  /** The next segment, or null after the last. */
  async next(): Promise<Segment | null> {
    await this.prepare();
    const [segment, ...rest] = this.#ready;
    this.#ready = rest;
    if (rest.length === 0) this.#planAhead();
    return segment ?? null;
  }

  #planAhead(): void {
    this.#ahead = this.#planNext();
    // Reported to whoever asks for the next segment; until then nobody listens.
    this.#ahead?.catch(() => undefined);
  }

  #planNext(): Promise<readonly Segment[]> | null {
    const block = this.#blocks.shift();
    return block === undefined ? null : planBlock(block, this.rules, this.signal);
  }
}
