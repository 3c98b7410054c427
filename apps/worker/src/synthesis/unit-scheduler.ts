import type { Tracer, WorkerMetrics } from '@chorale/observability';
import type { Clock, Engine, PaceMeter, Unit, UnitOrder, UnitResult } from '@chorale/speech';

/** How far ahead chunks count as due soon. */
const SOON_MS = 200;

/** The next unit of a sentence, and how urgent it is. */
export interface UnitRequest {
  /** Names the sentence's job; never used again. */
  readonly sentenceId: string;
  readonly unit: Unit;
  /** When the listener needs the unit's first sample, and when the job came: ms. */
  readonly due: number;
  readonly arrival: number;
  /** True until the first chunk of an utterance is made. */
  readonly opensUtterance: boolean;
  /** The `traceparent` of its sentence. */
  readonly trace: string | null;
}

/** Thread time of the units that are waited for most, ms. */
export interface DueWork {
  readonly firstChunkWorkMs: number;
  readonly soonDueWorkMs: number;
}

/** What a scheduler is made of. */
export interface UnitSchedulerParts {
  readonly engine: Engine;
  readonly order: UnitOrder;
  /** Units in flight at once. */
  readonly threads: number;
  readonly clock: Clock;
  readonly metrics: WorkerMetrics;
  readonly pace: PaceMeter;
  readonly tracer: Tracer;
  /** Called after each unit, once the next one has started. */
  readonly onProgress: () => void;
}

interface Entry {
  readonly request: UnitRequest;
  readonly signal: AbortSignal;
  readonly resolve: (result: UnitResult) => void;
  readonly reject: (error: unknown) => void;
}

interface Sentence {
  /** The unit that waits or runs. */
  entry: Entry | null;
  running: boolean;
  /** Audio of the units that have ended, seconds. */
  madeSeconds: number;
  /** Set once the sentence has left. */
  onIdle: ((madeSeconds: number) => void) | null;
}

/** Shares the engine's threads among the sentences, unit by unit, in the order of `UnitOrder`. */
export class UnitScheduler {
  readonly #parts: UnitSchedulerParts;
  readonly #sentences = new Map<string, Sentence>();
  #inFlight = 0;
  readonly #waitingForIdle: (() => void)[] = [];

  constructor(parts: UnitSchedulerParts) {
    this.#parts = parts;
  }

  /**
   * Runs one unit when its turn has come; a sentence has at most one at a time. After `leave` the
   * promise never settles, unless with what the unit in flight brought.
   */
  run(request: UnitRequest, signal: AbortSignal): Promise<UnitResult> {
    const result = new Promise<UnitResult>((resolve, reject) => {
      this.#queue({ request, signal, resolve, reject });
    });
    // The sentence may have left meanwhile, and nobody may look at the result.
    result.catch(() => undefined);
    this.#fill();
    return result;
  }

  /**
   * The sentence needs no more units; `onIdle` is called when none of it runs any more, with the audio
   * that was made of it in all, seconds.
   */
  leave(sentenceId: string, onIdle: (madeSeconds: number) => void): void {
    const sentence = this.#sentences.get(sentenceId);
    this.#sentences.delete(sentenceId);
    this.#parts.order.remove(sentenceId);
    if (sentence?.running) sentence.onIdle = onIdle;
    else onIdle(sentence?.madeSeconds ?? 0);
  }

  /** The listener needs the sentence's next unit at another time, ms. */
  updateDue(sentenceId: string, due: number): void {
    const sentence = this.#sentences.get(sentenceId);
    if (!sentence?.entry) return;
    sentence.entry = { ...sentence.entry, request: { ...sentence.entry.request, due } };
    this.#parts.order.updateDue(sentenceId, due);
  }

  /** Resolves when no unit is in flight; sentences that still want some are not waited for. */
  idle(): Promise<void> {
    if (this.#inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waitingForIdle.push(resolve));
  }

  /** Sentences that have units to run. */
  get size(): number {
    return this.#sentences.size;
  }

  /** The work that cannot wait, as of now. */
  dueWork(now: number): DueWork {
    const sum = (wanted: (request: UnitRequest) => boolean): number =>
      [...this.#sentences.values()]
        .flatMap(({ entry }) => (entry && wanted(entry.request) ? [entry.request] : []))
        .reduce((total, { unit }) => total + unit.estimatedCostMs, 0);
    return {
      firstChunkWorkMs: sum((request) => request.opensUtterance),
      soonDueWorkMs: sum(({ opensUtterance, due }) => !opensUtterance && due < now + SOON_MS),
    };
  }

  #queue(entry: Entry): void {
    const { sentenceId, due, arrival, unit } = entry.request;
    const known = this.#sentences.get(sentenceId);
    if (known) {
      known.entry = entry;
      this.#parts.order.requeue(sentenceId, { due, bucket: unit.bucket });
      return;
    }
    this.#sentences.set(sentenceId, { entry, running: false, madeSeconds: 0, onIdle: null });
    this.#parts.order.add({ sentenceId, due, arrival, bucket: unit.bucket });
  }

  #fill(): void {
    while (this.#inFlight < this.#parts.threads) {
      const [next] = this.#parts.order.take(1);
      const sentence = next && this.#sentences.get(next.sentenceId);
      if (!sentence?.entry) return;
      this.#inFlight += 1;
      void this.#execute(sentence, sentence.entry);
    }
  }

  async #execute(sentence: Sentence, { request, signal, resolve, reject }: Entry): Promise<void> {
    sentence.running = true;
    try {
      const result = await this.#measured(request, signal);
      this.#count(sentence, request.unit);
      this.#rest(sentence);
      resolve(result);
    } catch (error) {
      this.#rest(sentence);
      reject(error);
    }
  }

  async #measured({ unit, trace }: UnitRequest, signal: AbortSignal): Promise<UnitResult> {
    const { clock, engine, tracer } = this.#parts;
    const start = clock.now();
    const span = tracer.span(unit.kind, { parent: trace, at: start });
    try {
      const [result] = await engine.run([unit], signal);
      if (!result) throw new Error('the engine gave no result for a unit');
      this.#noteRun(unit, start);
      return result;
    } finally {
      span.end(clock.now());
    }
  }

  #noteRun({ kind, audioSeconds }: Unit, startedAt: number): void {
    const { clock, metrics, pace } = this.#parts;
    const endedAt = clock.now();
    const busyMs = endedAt - startedAt;
    metrics.unitRan(kind, busyMs);
    pace.note({ endedAt, busyMs, audioSeconds });
  }

  #count(sentence: Sentence, { audioSeconds }: Unit): void {
    this.#parts.metrics.audioMade(audioSeconds);
    sentence.madeSeconds += audioSeconds;
  }

  /** Lets the sentence queue its next unit first: it may be due before all others. */
  #rest(sentence: Sentence): void {
    this.#inFlight -= 1;
    sentence.running = false;
    sentence.entry = null;
    sentence.onIdle?.(sentence.madeSeconds);
    if (this.#inFlight === 0) this.#waitingForIdle.splice(0).forEach((resolve) => resolve());
    setImmediate(() => {
      this.#fill();
      this.#parts.onProgress();
    });
  }
}
