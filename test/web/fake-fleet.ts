import { createRedisBroker, type Broker } from '@chorale/broker';
import {
  type ClassDemand,
  type ControlOrder,
  type FeedBatch,
  gatewayId,
  type GatewayId,
  type GatewayRecord,
  type SentenceText,
  type SentenceTrace,
  type SessionFeed,
  type SessionSummary,
  type TextQuestion,
  workerId,
  type WorkerRecord,
} from '@chorale/speech';
import {
  aFeedBatch,
  aGatewayRecord,
  aSessionSummary,
  aSynthesisJob,
  aWorkerRecord,
  FakeBrokerObserver,
} from '@chorale/testing';

const GATEWAYS = ['gateway-eu-1-5f2a9c', 'gateway-eu-2-71bb0e'].map((name) => gatewayId(name));
const WORKERS = ['worker-cpu-1-c0ffee', 'worker-cpu-2-beef42', 'worker-gpu-1-a11ce0'].map((name) =>
  workerId(name),
);
const TENANTS = ['acme', 'blue-radio', 'default'];
const KEYS = ['Phone app', 'Newsroom', null];

const ANNOUNCE_MS = 1_000;
const PUBLISH_MS = 250;
const SESSIONS_PER_GATEWAY = 500;

/** What a job in the queue is to speak. */
export const WAITING_TEXT = 'Nobody but the listener may read this.';

/** Numbers that wander about like those of a busy service, and are the same in every run. */
const wave = (index: number, tick: number, from: number, to: number): number =>
  from + ((to - from) * (1 + Math.sin(index * 1.7 + tick / 9))) / 2;

/** Gateways and workers that exist in Redis only: they say and publish what real ones would, and obey orders. */
export class FakeFleet {
  readonly orders: ControlOrder[] = [];
  /** What it was asked to show, and did. */
  readonly questions: TextQuestion[] = [];
  readonly #startedAt = Date.now() - 7_400_000;
  readonly #draining = new Set<string>();
  readonly #cancelled = new Set<string>();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #sequences = new Map<GatewayId, number>();
  #tick = 0;

  private constructor(private readonly broker: Broker) {}

  /** Starts one with 1 000 sessions. */
  static async start(url: string, prefix: string): Promise<FakeFleet> {
    const fleet = new FakeFleet(
      await createRedisBroker({ url, prefix, observer: new FakeBrokerObserver() }),
    );
    await fleet.#begin();
    return fleet;
  }

  async close(): Promise<void> {
    this.#timers.forEach(clearInterval);
    await this.broker.close();
  }

  async #begin(): Promise<void> {
    for (const gateway of GATEWAYS) {
      const { controlBus, sessionFeed } = this.broker.gatewayPorts(gateway);
      if (gateway === GATEWAYS[0]) await controlBus.subscribe((order) => this.#obey(order));
      this.#every(PUBLISH_MS, () => this.#publish(gateway, sessionFeed));
    }
    await this.#queueJob();
    await this.#failJob();
    await this.#announce();
    this.#every(ANNOUNCE_MS, () => this.#announce());
  }

  /** No worker ever takes it. */
  async #queueJob(): Promise<void> {
    const { jobQueue } = this.broker.gatewayPorts(GATEWAYS[0] ?? gatewayId('gateway'));
    const placement = { voiceClass: 'gpu', band: 'lookAhead', rank: 0 } as const;
    await jobQueue.enqueue(aSynthesisJob({ text: WAITING_TEXT }), placement);
  }

  /** A worker takes it, and reports that the model failed. */
  async #failJob(): Promise<void> {
    const { jobQueue } = this.broker.gatewayPorts(GATEWAYS[0] ?? gatewayId('gateway'));
    const { jobIntake } = this.broker.workerPorts(WORKERS[0] ?? workerId('worker'), 'default');
    await jobIntake.start(() =>
      Promise.reject(Object.assign(new Error('failed'), { code: 'model_failed' })),
    );
    jobIntake.setAppetite({ urgent: 1, lookAhead: 0 });
    const placement = { voiceClass: 'default', band: 'urgent', rank: 0 } as const;
    await jobQueue.enqueue(aSynthesisJob({ text: WAITING_TEXT }), placement);
  }

  #every(ms: number, task: () => Promise<unknown>): void {
    this.#timers.push(setInterval(() => void task().catch(() => undefined), ms)); // Redis ends first
  }

  #obey(order: ControlOrder): void {
    this.orders.push(order);
    if (order.kind === 'profile') return;
    if (order.kind === 'askText') return this.#show(order);
    if (order.kind === 'cancelSession') return void this.#cancelled.add(order.session);
    const name = order.kind === 'drainGateway' ? order.gateway : order.worker;
    if (order.draining) this.#draining.add(name);
    else this.#draining.delete(name);
    void this.#announce();
  }

  #show(asked: TextQuestion): void {
    const { asker, question, gateway } = asked;
    this.questions.push(asked);
    const { textReplies } = this.broker.gatewayPorts(gateway);
    const answer = { kind: 'shown', sentences: TEXTS, forgotten: 3 } as const;
    void textReplies.send(asker, { question, answer }).catch(() => undefined); // the page says so
  }

  async #announce(): Promise<void> {
    this.#tick += 1;
    const gateways = this.broker.gatewayRegistry();
    const workers = this.broker.adminPorts().workerRegistry;
    await Promise.all([
      ...GATEWAYS.map((gateway, index) => gateways.announce(this.#gateway(gateway, index))),
      ...WORKERS.map((_, index) => workers.announce(this.#worker(index))),
    ]);
  }

  #gateway(gateway: GatewayId, index: number): GatewayRecord {
    const owed = wave(index, this.#tick, 60, 420);
    return aGatewayRecord({
      gateway,
      startedAt: this.#startedAt + index * 1_000_000,
      sessions: SESSIONS_PER_GATEWAY,
      draining: this.#draining.has(gateway),
      showsText: index === 0,
      demand: [demandOf('default', 180, owed), demandOf('gpu', 40, owed / 4)],
    });
  }

  #worker(index: number): WorkerRecord {
    const worker = WORKERS[index] ?? workerId('worker');
    const isGpu = index === 2;
    const voice = (id: string, language: string, nativeRate: number) => ({
      ...{ id, language, nativeRate, speakers: 1 },
      engine: isGpu ? 'kokoro' : 'vits',
    });
    return aWorkerRecord({
      worker,
      voiceClass: isGpu ? 'gpu' : 'default',
      voices: isGpu
        ? [voice('af_heart', 'en-US', 24_000), voice('bf_emma', 'en-GB', 24_000)]
        : [
            voice('en_US-joe-medium', 'en-US', 22_050),
            voice('de_DE-thorsten-medium', 'de-DE', 22_050),
          ],
      defaultVoice: isGpu ? 'af_heart' : 'en_US-joe-medium',
      threads: isGpu ? 1 : 4,
      open: Math.round(wave(index, this.#tick, 3, 24)),
      costPerAudioSecond: isGpu ? 0.011 : 0.082,
      load: wave(index, this.#tick, 0.3, 0.97),
      draining: this.#draining.has(worker),
    });
  }

  async #publish(gateway: GatewayId, feed: SessionFeed): Promise<void> {
    const { watched, followed } = await feed.demand();
    if (!watched) return void this.#sequences.delete(gateway);
    const sequence = (this.#sequences.get(gateway) ?? 0) + 1;
    this.#sequences.set(gateway, sequence);
    await feed.publish(this.#batch(gateway, sequence, followed));
  }

  /** The first is whole; then a fifth of the sessions changes each time. */
  #batch(gateway: GatewayId, sequence: number, followed: readonly string[]): FeedBatch {
    const whole = sequence === 1;
    const all = Array.from({ length: SESSIONS_PER_GATEWAY }, (_, index) => index);
    const indexes = all.filter((index) => whole || index % 5 === sequence % 5);
    const sessions = indexes.map((index) => this.#session(gateway, index));
    const living = sessions.filter(({ session }) => !this.#cancelled.has(session));
    const firstAudioMs = [0, 1, 2].map((index) => wave(index, sequence / 4, 48, 310));
    return aFeedBatch({
      gateway,
      sequence,
      at: Date.now(),
      whole,
      sessions: living,
      ended: sessions.map(({ session }) => session).filter((name) => this.#cancelled.has(name)),
      traces: followed
        .filter((session) => session.startsWith(gateway))
        .map((session) => ({ session, sentences: sentencesAt(Date.now()), slack: this.#slack() })),
      figures: { firstAudioMs, utterances: 3, underruns: sequence % 16 === 0 ? 1 : 0 },
    });
  }

  #session(gateway: GatewayId, index: number): SessionSummary {
    const speaking = index % 3 !== 0;
    return aSessionSummary({
      session: `${gateway}-s${String(index).padStart(4, '0')}`,
      tenant: TENANTS[index % 3] ?? 'default',
      keyName: KEYS[index % 3] ?? null,
      openedAt: this.#startedAt + index * 14_000,
      voice: index % 4 === 0 ? '' : 'en_US-joe-medium',
      speaking,
      slackMs: speaking ? wave(index, this.#tick, 150, 6_400) : 0,
      firstAudioMs: wave(index, 0, 46, 340),
      underruns: index % 41 === 7 ? 2 : 0,
      sentences: 3 + (index % 17),
      pending: speaking ? index % 5 : 0,
    });
  }

  #slack() {
    return Array.from({ length: 90 }, (_, index) => ({
      at: Date.now() - (90 - index) * 250,
      slackMs: wave(1, index, 400, 4_200),
    }));
  }
}

const demandOf = (
  voiceClass: string,
  liveSessions: number,
  owedAudioSeconds: number,
): ClassDemand => ({
  ...{ voiceClass, liveSessions, owedAudioSeconds, tenants: [] },
  queuedAudioSeconds: owedAudioSeconds / 3,
});

/** Nine sentences of two utterances; one was tried twice, the last are under way. */
const sentencesAt = (now: number): readonly SentenceTrace[] =>
  Array.from({ length: 9 }, (_, seq): SentenceTrace => {
    const queuedAt = now - 21_000 + seq * 2_300;
    return {
      route: seq < 5 ? 41 : 42,
      seq: seq < 5 ? seq : seq - 5,
      attempt: seq === 3 ? 2 : 1,
      queuedAt,
      ...progressOf(seq, queuedAt),
    };
  });

/** The latest of them as its client wrote them. */
const TEXTS: readonly SentenceText[] = [
  { route: 41, seq: 4, text: 'The doctor will call you back before noon.', isWhole: true },
  { route: 42, seq: 0, text: 'Shall I send the invoice to the address in Linz?', isWhole: true },
  { route: 42, seq: 1, text: `${'It runs on and on, '.repeat(12)}and`, isWhole: false },
];

type Progress = Pick<SentenceTrace, 'worker' | 'fate' | 'startedAt' | 'firstAudioAt' | 'endedAt'>;

const progressOf = (seq: number, queuedAt: number): Progress => {
  if (seq === 8)
    return { worker: null, fate: 'waiting', startedAt: null, firstAudioAt: null, endedAt: null };
  const worker = WORKERS[seq % 3] ?? null;
  const startedAt = queuedAt + 20 + seq * 38;
  const begun = { worker, startedAt, firstAudioAt: startedAt + 70 + seq * 12 };
  return seq === 7
    ? { ...begun, fate: 'speaking', endedAt: null }
    : { ...begun, fate: 'done', endedAt: startedAt + 1_900 + (seq % 3) * 700 };
};
