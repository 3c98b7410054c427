import { type ResumingClient, SpeechClient } from '@chorale/testing';
import type { WebSocket } from 'ws';

import type { SpawnedGateway } from '../../processes/spawned-gateway.js';
import { FaultyWire } from '../faulty-wire.js';
import type { Fleet } from '../fleet.js';
import { Listener } from '../listener.js';

import { type Cause, causeOf, type Circumstances } from './causes.js';
import type { Incidents } from './incidents.js';
import { REDIS_KILLED } from './inflictions.js';
import type { SeededRandom } from './seeded-random.js';

/** Whom clients visit, and what is done there. */
export interface Place {
  readonly fleet: Fleet;
  readonly incidents: Incidents;
}

type Anyone = Listener<SpeechClient | ResumingClient>;

/** Why a connection was lost; if nothing explains it, what its gateway said. */
export interface Loss {
  readonly cause: Cause | null;
  readonly lastWords: string | null;
}

/** So long after Redis is back a gateway may not have found it yet, ms. */
const REDIS_BACK_MS = 5_000;

/** Lines of a log. */
const LAST_WORDS = 10;

/** Nobody listens there. */
const NOWHERE = 'ws://127.0.0.1:9/';

const now = (): number => performance.timeOrigin + performance.now();

/** One client's session with any gateway of a fleet, over a wire of its own; knows why its connections end. */
export class Visit {
  /** The connections from whose loss it came back. */
  readonly losses: Loss[] = [];
  readonly #begunAt = now();
  #gateway: SpawnedGateway | null = null;
  #wasReset = false;
  #parts: { readonly wire: FaultyWire; readonly listener: Anyone } | null = null;

  private constructor(
    private readonly place: Place,
    private readonly random: SeededRandom,
  ) {}

  /** Resolves to null when no gateway takes it in. */
  static async begin(
    place: Place,
    { random, isResumable }: { readonly random: SeededRandom; readonly isResumable: boolean },
  ): Promise<Visit | null> {
    const visit = new Visit(place, random);
    const wire = await FaultyWire.to(() => visit.#choose());
    const listener = await visit.#connect(wire, isResumable).catch(() => null);
    if (listener === null) wire.close();
    else visit.#parts = { wire, listener };
    return listener === null ? null : visit;
  }

  get wire(): FaultyWire {
    return this.#all.wire;
  }

  get listener(): Anyone {
    return this.#all.listener;
  }

  /** Its connection; null for a client that comes back, which has many. */
  get socket(): WebSocket | null {
    const { client } = this.listener;
    return client instanceof SpeechClient ? client.socket : null;
  }

  /** Its connection breaks, by no fault of the service. */
  breakOff(): void {
    this.#wasReset = true;
    this.wire.breakOff();
  }

  /** What explains that its connection ended with this code. */
  causeOf(code: number): Cause | null {
    return causeOf(code, this.circumstances);
  }

  /** What was done to its connection, and to what stands behind it. */
  get circumstances(): Circumstances {
    const { fleet, incidents } = this.place;
    return {
      gateway: this.#gateway === null ? null : fleet.fateOf(this.#gateway),
      wasReset: this.#wasReset,
      wasRedisAway: incidents.between(now() - REDIS_BACK_MS, now()).some(isAtRedis),
      wasRedisEmptied: incidents
        .between(this.#begunAt, now())
        .some(({ name }) => name === REDIS_KILLED),
    };
  }

  /** What its gateway logged last: where nothing explains an end, that may. */
  get lastWords(): string {
    return this.#gateway?.log.split('\n').slice(-LAST_WORDS).join('\n') ?? '';
  }

  /** A gateway for the next connection. */
  #choose(): string {
    const { gateways } = this.place.fleet;
    this.#gateway = gateways[this.random.between(0, gateways.length - 1)] ?? null;
    this.#wasReset = false;
    return this.#gateway?.speechUrl ?? NOWHERE;
  }

  async #connect(wire: FaultyWire, isResumable: boolean): Promise<Anyone> {
    if (!isResumable) return Listener.connect(wire.url);
    const listener = await Listener.resuming(() => wire.url);
    listener.client.onLost((code) => this.losses.push(this.#lossBy(code)));
    return listener;
  }

  #lossBy(code: number): Loss {
    const cause = this.causeOf(code);
    return { cause, lastWords: cause === null ? this.lastWords : null };
  }

  get #all(): { readonly wire: FaultyWire; readonly listener: Anyone } {
    if (this.#parts === null) throw new Error('a visit that did not begin is not handed out');
    return this.#parts;
  }
}

const isAtRedis = ({ name }: { readonly name: string }): boolean => name.startsWith('Redis');
