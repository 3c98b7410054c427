import type {
  ContextEvent,
  SentenceAddress,
  SentenceFate,
  SentenceOrder,
  SentenceTrace,
} from '@chorale/speech';
import { isOfRoute, sentenceKey } from '@chorale/speech';

/** The latest sentences that a session is looked at with. */
const MOST = 32;

const FATES = {
  sentenceEnded: 'done',
  sentenceFailed: 'failed',
} as const;

/** The ways of one session's sentences: the latest ones, and how many there were. */
export class SentenceTraces {
  readonly #latest = new Map<string, SentenceTrace>();
  readonly #pending = new Set<string>();
  #count = 0;

  /** Sentences ordered so far. */
  get count(): number {
    return this.#count;
  }

  /** Sentences queued or in the making. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Oldest first. */
  get latest(): readonly SentenceTrace[] {
    return [...this.#latest.values()];
  }

  ordered({ address }: SentenceOrder, queuedAt: number): void {
    const key = sentenceKey(address);
    const before = this.#latest.get(key);
    if (before === undefined && !this.#pending.has(key)) this.#count += 1;
    this.#pending.add(key);
    this.#latest.set(key, { ...address, ...UNKNOWN, queuedAt: before?.queuedAt ?? queuedAt });
    this.#forgetOldest();
  }

  heard(event: Extract<ContextEvent, { address: SentenceAddress }>, now: number): void {
    const trace = this.#latest.get(sentenceKey(event.address));
    if (event.kind === 'sentenceEnded' || event.kind === 'sentenceFailed') {
      this.#pending.delete(sentenceKey(event.address));
      return this.#change(trace, { fate: FATES[event.kind], endedAt: now });
    }
    if (trace?.attempt !== event.address.attempt) return;
    if (event.kind === 'started')
      this.#change(trace, { fate: 'speaking', worker: event.worker, startedAt: now });
    if (event.kind === 'chunkArrived')
      this.#change(trace, { firstAudioAt: trace.firstAudioAt ?? now });
  }

  /** Nothing more comes of an utterance. */
  cancelled(route: number, now: number): void {
    for (const [key, trace] of this.#latest)
      if (trace.route === route && this.#pending.has(key))
        this.#change(trace, { fate: 'cancelled', endedAt: now });
    for (const key of this.#pending) if (isOfRoute(key, route)) this.#pending.delete(key);
  }

  #change(trace: SentenceTrace | undefined, changes: Partial<SentenceTrace>): void {
    if (trace !== undefined) this.#latest.set(sentenceKey(trace), { ...trace, ...changes });
  }

  #forgetOldest(): void {
    const [oldest] = this.#latest.keys();
    if (this.#latest.size > MOST && oldest !== undefined) this.#latest.delete(oldest);
  }
}

const UNKNOWN: Pick<SentenceTrace, 'worker' | 'startedAt' | 'firstAudioAt' | 'endedAt'> & {
  readonly fate: SentenceFate;
} = { worker: null, fate: 'waiting', startedAt: null, firstAudioAt: null, endedAt: null };
