import type { Profiler } from '@chorale/observability';
import { ProfilerError } from '@chorale/observability';
import type { Clock, ControlBus, GatewayId } from '@chorale/speech';

import type { ApiError } from '../errors/api-error.js';
import { internalError } from '../errors/api-error.js';

/** What the desk is made of. */
export interface ProfileDeskParts {
  readonly gateway: GatewayId;
  readonly bus: ControlBus;
  readonly profiler: Profiler;
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
}

/** Begins and ends profiles of this process and of all others. Throws `ApiError`. */
export class ProfileDesk {
  constructor(private readonly parts: ProfileDeskParts) {}

  /** Does what other gateways were told from now on. */
  async open(): Promise<void> {
    const { bus, gateway, profiler } = this.parts;
    await bus.subscribe((order) => {
      if (order.kind === 'profile' && order.gateway !== gateway) profiler.obey(order.recording);
    });
  }

  /** Resolves when this process records, and the others have been told. */
  async start(): Promise<void> {
    const recording = nameOf(this.parts.clock.now());
    await this.#orExplain('start', async () => {
      await this.parts.profiler.start(recording);
      await this.#tellOthers(recording).catch((error: unknown) => this.#takeBack(error));
    });
  }

  /** Resolves when this process has written its profile, and the others have been told. */
  async stop(): Promise<void> {
    await this.#orExplain('stop', async () => {
      // Each is tried, whatever becomes of the other.
      await Promise.all([this.#tellOthers(null), this.parts.profiler.stop()]);
    });
  }

  /** Ends what is being recorded; never rejects. */
  close(): Promise<void> {
    return this.parts.profiler.close().catch(this.parts.onTrouble);
  }

  /** A recording of one process alone is not what was asked for. */
  async #takeBack(error: unknown): Promise<never> {
    await this.close();
    throw error;
  }

  #tellOthers(recording: string | null): Promise<void> {
    const { bus, gateway } = this.parts;
    return bus.publish({ kind: 'profile', gateway, recording });
  }

  async #orExplain(deed: 'start' | 'stop', work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw this.#explained(deed, error);
    }
  }

  /** What the system says would tell of its inside. */
  #explained(deed: 'start' | 'stop', error: unknown): ApiError {
    if (error instanceof ProfilerError)
      return internalError(`Failed to ${deed} profiler: ${error.message}`);
    this.parts.onTrouble(error);
    return internalError(`Failed to ${deed} profiler: see the log of the gateway`);
  }
}

/** Names a recording after its time: 20261125T101530123. */
const nameOf = (now: number): string => new Date(now).toISOString().replace(/[^\dT]/g, '');
