import { BrokerUnavailable } from '@chorale/broker';
import type {
  Band,
  GatewayId,
  JobQueue,
  JobRef,
  JobState,
  Placement,
  SentenceAddress,
  SentenceOrder,
  SynthesisJob,
  Voicing,
} from '@chorale/speech';
import { classOfMake, JOB_VERSION, jobId, sentenceKey } from '@chorale/speech';

import { sentenceSeed } from './sentence-seed.js';
import type { VoiceLookup, WorkerDirectory } from './worker-directory.js';

/** How an order was taken: into the queue, or not, and why. */
export type EnqueueOutcome =
  | { readonly kind: 'queued' }
  /** No voice or no broker for now: offer it again; `uncertain` if the broker may have it all the same. */
  | { readonly kind: 'not-now'; readonly uncertain: boolean }
  | { readonly kind: 'refused'; readonly message: string };

interface Filed {
  readonly job: SynthesisJob;
  readonly address: SentenceAddress;
  /** Where it would be if any worker would do. */
  readonly placement: Placement;
  /** Whose queue holds it: the placement's class, or that of a make within it. */
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
    this.#after(address, async ({ job, voiceClass }) => {
      await this.jobs.promote(jobId(job), voiceClass, 0);
    });
  }

  /** Takes a waiting job from the workers of one make, and puts it where all of its class find it. */
  offerToAll(job: JobRef, band: Band): void {
    const filed = this.#filed.get(sentenceKey(job.address));
    if (filed === undefined) return;
    const { voiceClass } = filed.placement;
    if (filed.voiceClass !== voiceClass) this.#move(filed, { ...filed.placement, band });
    else if (band === 'urgent') this.promote(job);
  }

  /** Takes waiting jobs back, in the order given. */
  remove(jobs: readonly JobRef[]): void {
    for (const { address } of jobs) {
      this.#after(address, async (filed) => {
        await this.jobs.remove([jobId(filed.job)], filed.voiceClass);
      });
      this.settle(address);
    }
  }

  async state({ address }: JobRef): Promise<JobState> {
    const filed = this.#filed.get(sentenceKey(address));
    if (filed === undefined) return 'unknown';
    await filed.added;
    return this.jobs.state(jobId(filed.job), filed.voiceClass);
  }

  async #file(order: SentenceOrder, found: Found): Promise<void> {
    const job = this.#job(order, found);
    const placement = { voiceClass: found.voiceClass, band: order.band, rank: rankOf(order) };
    const voiceClass = this.#takersOf(order, found.voiceClass);
    const added = this.jobs.enqueue(job, { ...placement, voiceClass });
    const settled = added.catch(() => undefined); // reported by the caller
    const { address } = order;
    const filed = { job, address, placement, voiceClass, added: settled };
    this.#filed.set(sentenceKey(address), filed);
    await added;
  }

  /** The rest of a sentence goes to workers of the make that began it, where the class has others too. */
  #takersOf({ begun }: SentenceOrder, voiceClass: string): string {
    if (begun === null) return voiceClass;
    const { fingerprint } = begun;
    if (!this.directory.isOneOfSeveral(voiceClass, fingerprint)) return voiceClass;
    return classOfMake(voiceClass, fingerprint);
  }

  /** Taken back before it is put elsewhere, so that no two workers get it; who asks after it waits for both. */
  #move(filed: Filed, placement: Placement): void {
    const { job, address } = filed;
    const moving = filed.added.then(async () => {
      const [taken] = await this.jobs.remove([jobId(job)], filed.voiceClass);
      if (taken !== undefined) await this.jobs.enqueue(job, placement);
    });
    const added = moving.catch(this.onError);
    this.#filed.set(sentenceKey(address), {
      ...{ job, address, placement, added },
      voiceClass: placement.voiceClass,
    });
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
      begun: order.begun,
      shift: order.shift,
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
