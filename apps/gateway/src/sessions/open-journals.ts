import type { Journal, WorkerRecord } from '@chorale/speech';

import type { GatewayConfig } from './session-rules.js';
import type { SessionJournalsParts } from './session-journals.js';
import { SessionJournals } from './session-journals.js';

/** What a gateway keeps its sessions' journals with. */
export interface JournalSurroundings extends Pick<SessionJournalsParts, 'gateway' | 'clock'> {
  readonly ports: { readonly journal: Journal };
  readonly config: GatewayConfig;
}

/** Sets up the journals of a gateway; `workers` are those that are there when it is asked. */
export const openJournals = (
  { gateway, clock, ports, config }: JournalSurroundings,
  workers: () => readonly WorkerRecord[],
  onError: (error: unknown) => void,
): SessionJournals =>
  new SessionJournals({
    ...{ gateway, clock, onError },
    journal: ports.journal,
    ttlMs: config.RESUME_TTL_SECONDS * 1000,
    patienceMs: config.QUEUE_DEADLINE_SECONDS * 1000,
    canGoOn: (fingerprint, voice) => isThere(workers(), fingerprint, voice),
  });

/** While nobody is there to be asked, those who come are taken for what there was. */
const isThere = (workers: readonly WorkerRecord[], fingerprint: string, voice: string): boolean => {
  const taking = workers.filter(({ draining }) => !draining);
  const has = (worker: WorkerRecord): boolean =>
    worker.fingerprint === fingerprint && worker.voices.some(({ id }) => id === voice);
  return taking.length === 0 || taking.some(has);
};
