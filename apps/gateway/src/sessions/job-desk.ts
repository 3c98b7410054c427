import { BrokerUnavailable } from '@chorale/broker';
import type {
  GatewayId,
  JobQueue,
  JobRef,
  JobState,
  SentenceAddress,
  SentenceOrder,
  SynthesisJob,
  Voicing,
} from '@chorale/speech';
import { JOB_VERSION, jobId, sentenceKey } from '@chorale/speech';

import { sentenceSeed } from './sentence-seed.js';
import type { VoiceLookup, WorkerDirectory } from './worker-directory.js';

/** How an order was taken: into the queue, or not, and why. */
export type EnqueueOutcome =
  | { readonly kind: 'queued' }
  /** No voice or no broker for now: offer it again; `uncertain` if the broker may have it all the same. */
  | { readonly kind: 'not-now'; readonly uncertain: boolean }
  | { readonly kind: 'refused'; readonly message: string };

interface Filed {
  readonly id: string;
  readonly address: SentenceAddress;
  readonly voiceClass: string;
  /** Settles when the broker has (or has refused) the job. */
  readonly added: Promise<unknown>;
}

type Found = Extract<VoiceLookup, { kind: 'found' }>;

/** Who asks, for the fairness of the queue and the worker's log. */
export interface Requester {
  readonly gateway: GatewayId;
  readonly tenant: string;
  /** The `traceparent` for the worker. */
  readonly traceparentOf: (address: SentenceAddress) => string | null;
}

/**
 * Puts one session's sentences into the queue and takes them back; a removal waits for its own add.
 * A sentence has at most one job that matters: its latest.
 */
export class JobDesk {
  readonly #filed = new Map<string, Filed>();

  constructor(
    private readonly jobs: JobQueue,
    private readonly directory: WorkerDirectory,
    private readonly requester: Requester,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Who speaks a sentence, and from which seed; null while nobody can tell. */
  voicingOf({ config, text }: Pick<SentenceOrder, 'config' | 'text'>): Voicing | null {
    const found = this.directory.lookup(config);
    if (found.kind !== 'found') return null;
    const { id: voice, language } = found.voice;
    return { voice, language, sentenceSeed: String(sentenceSeed(config.seed, voice, text)) };
  }

  async enqueue(order: SentenceOrder): Promise<EnqueueOutcome> {
    const { voice = order.config.voice } = order.voicing ?? {};
    const found = this.directory.lookup({ ...order.config, voice });
    if (found.kind === 'refused') return found;
    if (found.kind === 'nobody') return { kind: 'not-now', uncertain: false };
    try {
      await this.#file(order, found);
      return { kind: 'queued' };
    } catch (error) {
      this.onError(error);
      return { kind: 'not-now', uncertain: !isFull(error) };
    }
  }

  /** The sentence's jobs up to this attempt ended, failed, yielded or were given up: they need no further care. */
  settle(address: SentenceAddress): void {
    const filed = this.#filed.get(sentenceKey(address));
    if (filed !== undefined && filed.address.attempt <= address.attempt)
      this.#filed.delete(sentenceKey(address));
  }

  /** Settles all sentences of a route. */
  settleRoute(route: number): void {
    for (const { address } of this.#filed.values())
      if (address.route === route) this.settle(address);
  }

  promote({ address }: JobRef): void {
    this.#after(address, async ({ id, voiceClass }) => {
      await this.jobs.promote(id, voiceClass, 0);
    });
  }

  /** Takes waiting jobs back, in the order given. */
  remove(jobs: readonly JobRef[]): void {
    for (const { address } of jobs) {
      this.#after(address, async ({ id, voiceClass }) => {
        await this.jobs.remove([id], voiceClass);
      });
      this.settle(address);
    }
  }

  async state({ address }: JobRef): Promise<JobState> {
    const filed = this.#filed.get(sentenceKey(address));
    if (filed === undefined) return 'unknown';
    await filed.added;
    return this.jobs.state(filed.id, filed.voiceClass);
  }

  async #file(order: SentenceOrder, found: Found): Promise<void> {
    const job = this.#job(order, found);
    const { voiceClass } = found;
    const placement = { voiceClass, band: order.band, rank: rankOf(order) };
    const added = this.jobs.enqueue(job, placement);
    const settled = added.catch(() => undefined); // reported by the caller
    const { address } = order;
    this.#filed.set(sentenceKey(address), { id: jobId(job), address, voiceClass, added: settled });
    await added;
  }

  #job(order: SentenceOrder, { voice }: Found): SynthesisJob {
    const { config } = order;
    return {
      version: JOB_VERSION,
      gateway: this.requester.gateway,
      ...order.address,
      text: order.text,
      language: order.voicing?.language ?? voice.language,
      voice: voice.id,
      speaker: null,
      style: { speed: config.speed, noiseScale: null, noiseWidth: null },
      sentenceSeed:
        order.voicing?.sentenceSeed ?? String(sentenceSeed(config.seed, voice.id, order.text)),
      outputRate: config.sampleRate,
      encoding: config.format === 'mulaw' || config.format === 'alaw' ? config.format : 'pcm16',
      fromSample: order.fromSample,
      toSample: order.toSample,
      opensUtterance: order.opensUtterance,
      endsUtterance: order.endsUtterance,
      due: order.due,
      timings: config.extended || config.wordTimestamps !== 'off', // an interruption is cut at a word
      pace: order.pace,
      tenant: this.requester.tenant,
      trace: this.requester.traceparentOf(order.address),
    };
  }

  #after(address: SentenceAddress, act: (filed: Filed) => Promise<void>): void {
    const filed = this.#filed.get(sentenceKey(address));
    if (filed === undefined) return;
    filed.added.then(() => act(filed)).catch(this.onError);
  }
}

/** First sentences go first; what nobody listens to comes last of its band. */
const rankOf = ({ pace, address }: SentenceOrder): number => {
  if (pace === 'asap') return 2;
  return address.seq > 0 ? 1 : 0;
};

/** A broker without room surely has not taken the job. */
const isFull = (error: unknown): boolean =>
  error instanceof BrokerUnavailable && error.reason === 'full';
