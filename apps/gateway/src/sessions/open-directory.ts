import type { WorkerId } from '@chorale/speech';

import type { GatewayParts } from '../gateway-parts.js';

import { WorkerDirectory } from './worker-directory.js';

/** What a directory has to ask and to tell. */
export interface DirectoryEvents {
  readonly isUploaded: (name: string) => boolean;
  /** These workers live. */
  readonly onWorkers: (workers: ReadonlySet<WorkerId>) => void;
  readonly onError: (error: unknown) => void;
}

/** Opens the list of workers and of the names that clients may use for their voices. */
export const openDirectory = (
  { config, clock, ports }: GatewayParts,
  { isUploaded, onWorkers, onError }: DirectoryEvents,
): WorkerDirectory => {
  const { VOICE_ALIASES: aliases, DEFAULT_VOICE: defaultVoice } = config;
  return new WorkerDirectory(
    ports.workerRegistry,
    { aliases, defaultVoice, isUploaded },
    clock,
    (workers) => onWorkers(new Set(workers.map(({ worker }) => worker))),
    onError,
  );
};
