import {
  eventually,
  type PrivateRedis,
  type PrivateRedisOptions,
  startPrivateRedis,
} from '@chorale/testing';

import { SpawnedGateway } from '../processes/spawned-gateway.js';
import type { ExitReason } from '../processes/spawned-program.js';
import { SpawnedWorker } from '../processes/spawned-worker.js';

import { leftoverKeys } from './leftovers.js';
import { Listener, PATIENCE, SECONDS_PER_CHARACTER } from './listener.js';

type Env = Readonly<Record<string, string>>;

/** What a fleet is made of; settings go to all processes of a kind. */
export interface FleetOptions {
  readonly gateways?: number;
  readonly workers?: number;
  readonly gatewayEnv?: Env;
  readonly workerEnv?: Env;
  readonly redis?: PrivateRedisOptions;
}

/** Twelve times as fast as speech on each of two threads; every unit is traced. */
const WORKER_ENV = {
  FAKE_SECONDS_PER_CHARACTER: String(SECONDS_PER_CHARACTER),
  FAKE_UNIT_SECONDS: '0.25',
  FAKE_UNIT_MS: '20',
  FAKE_TRACE: 'true',
  INFERENCE_THREADS: '2',
  WORKER_NICE: '0',
};

/** A killed worker's last jobs stay in the books until their locks have run out. */
const LOCKS = { timeoutMs: 30_000, everyMs: 200 };

/** A process of a fleet. */
export type Member = SpawnedGateway | SpawnedWorker;

/** Why a process is not in the fleet any more. */
export type Fate = 'killed' | 'dismissed' | 'ended by itself';

/** Gateways and fake workers, each in a process of its own, on a private Redis. */
export class Fleet {
  readonly gateways: SpawnedGateway[] = [];
  readonly workers: SpawnedWorker[] = [];
  readonly #fates = new Map<Member, Fate>();

  private constructor(
    readonly redis: PrivateRedis,
    private readonly options: FleetOptions,
  ) {}

  static async start(options: FleetOptions = {}): Promise<Fleet> {
    const fleet = new Fleet(await startPrivateRedis(options.redis), options);
    const { gateways = 1, workers = 2 } = options;
    await Promise.all([
      ...Array.from({ length: gateways }, () => fleet.addGateway()),
      ...Array.from({ length: workers }, () => fleet.addWorker()),
    ]);
    return fleet;
  }

  async addGateway(env: Env = {}): Promise<SpawnedGateway> {
    const { gatewayEnv } = this.options;
    const gateway = await SpawnedGateway.start({ ...this.#env, ...gatewayEnv, ...env });
    this.gateways.push(gateway);
    return gateway;
  }

  async addWorker(env: Env = {}): Promise<SpawnedWorker> {
    const { workerEnv } = this.options;
    const worker = await SpawnedWorker.start({ ...this.#env, ...WORKER_ENV, ...workerEnv, ...env });
    this.workers.push(worker);
    return worker;
  }

  /** The first gateway. */
  get gateway(): SpawnedGateway {
    const [gateway] = this.gateways;
    if (gateway === undefined) throw new RangeError('this fleet has no gateway');
    return gateway;
  }

  /** A client of the first gateway. */
  listen(config: object = {}): Promise<Listener> {
    return Listener.connect(this.gateway.speechUrl, config);
  }

  /** Waits until a worker has begun so many units of a sentence. */
  async speakerOf(text: string, units = 1): Promise<SpawnedWorker> {
    const isSpeaker = (worker: SpawnedWorker): boolean => worker.unitTimesOf(text).length >= units;
    const speaker = await eventually(() => this.workers.find(isSpeaker), PATIENCE);
    if (speaker === undefined) throw new Error('eventually gives nothing falsy');
    return speaker;
  }

  /** Kills a process at once, and leaves its place empty. */
  async kill(process: Member): Promise<void> {
    this.#forget(process, 'killed');
    await process.kill('SIGKILL');
  }

  /** Has a process leave in good order, and sends nobody to it any more; resolves to how it ended. */
  dismiss(process: Member): Promise<ExitReason> {
    this.#forget(process, 'dismissed');
    return process.stop();
  }

  /** Forgets the processes that ended by themselves, and names them. */
  buryTheDead(): readonly Member[] {
    const dead = [...this.gateways, ...this.workers].filter(({ hasEnded }) => hasEnded);
    for (const process of dead) this.#forget(process, 'ended by itself');
    return dead;
  }

  /** What became of a process, known from before it feels it; null while it is in the fleet. */
  fateOf(process: Member): Fate | null {
    return this.#fates.get(process) ?? null;
  }

  /** Those that met this fate. */
  those(fate: Fate): readonly Member[] {
    return [...this.#fates].flatMap(([process, met]) => (met === fate ? [process] : []));
  }

  /** Waits until nobody listens, and no process and no queue holds anything for anybody. */
  async comesToRest(patience = LOCKS): Promise<void> {
    await eventually(async () => {
      const held = await this.#held();
      if (held.every((each) => each.endsWith(' 0'))) return true;
      throw new Error(held.join(', '));
    }, patience);
  }

  async stop(): Promise<void> {
    const processes = [...this.gateways, ...this.workers];
    await Promise.all(processes.map((each) => each.kill('SIGKILL')));
    await this.redis.stop();
  }

  async #held(): Promise<readonly string[]> {
    const keys = await leftoverKeys(this.redis.url);
    const ofGateways = async (name: string): Promise<string[]> =>
      Promise.all(this.gateways.map(async (each) => `${name} ${await each.metric(name)}`));
    return [
      ...keys.map((key) => `${key} 1`),
      ...(await ofGateways('chorale_sessions')),
      ...(await ofGateways('chorale_open_routes')),
      ...(await Promise.all(
        this.workers.map(async (each) => `open ${await each.metric('chorale_open_sentences')}`),
      )),
    ];
  }

  #forget(process: Member, fate: Fate): void {
    if (!this.#fates.has(process)) this.#fates.set(process, fate);
    for (const list of [this.gateways, this.workers]) {
      const index = list.findIndex((each) => each === process);
      if (index >= 0) list.splice(index, 1);
    }
  }

  get #env(): Env {
    // What happens to sessions that began is looked at here, not which may begin.
    return { DEFAULT_VOICE: 'fake', REDIS_URL: this.redis.url, ADMISSION_LIMIT: '0' };
  }
}
