import type { GatewayId } from './identifiers.js';

/** What one tenant's sessions still want of a class. */
export interface TenantDemand {
  readonly tenant: string;
  readonly liveSessions: number;
}

/** What the sessions of one gateway still want of one class of workers. */
export interface ClassDemand {
  /** `*` stands for the unknown class of voices that no worker has been seen with yet. */
  readonly voiceClass: string;
  /** Sessions whose listeners still wait for audio to be made. */
  readonly liveSessions: number;
  /** Audio still to be made for them, running sentences included, seconds; a guess where lengths are not known yet. */
  readonly owedAudioSeconds: number;
  /** What of it is being made or waits for a worker, seconds. */
  readonly queuedAudioSeconds: number;
  /** Whose those sessions are, the busiest first; at most 64 tenants. */
  readonly tenants: readonly TenantDemand[];
}

/** What a gateway says about itself every second. */
export interface GatewayRecord {
  readonly gateway: GatewayId;
  readonly version: string;
  readonly host: string;
  /** Where it listens, as it knows itself; others may have to take another way. */
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Sessions whose socket is not closed yet. */
  readonly sessions: number;
  readonly draining: boolean;
  /** Operators may ask it what the sentences of its sessions say. */
  readonly showsText: boolean;
  /** By class; classes that nothing is owed of are left out. */
  readonly demand: readonly ClassDemand[];
}

/**
 * Who holds the clients, and what is owed to them. A record lives 5 s unless renewed; a gateway
 * renews it every second, so that one that died stops counting soon.
 */
export interface GatewayRegistry {
  announce(record: GatewayRecord): Promise<void>;
  withdraw(gateway: GatewayId): Promise<void>;
  list(): Promise<readonly GatewayRecord[]>;
  close(): Promise<void>;
}
