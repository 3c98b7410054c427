import { readFileSync } from 'node:fs';

import type { ConfiguredKey } from '@chorale/config';
import { asksForKeys, isLoopback, readKeyFile } from '@chorale/config';
import type { Clock, KeyStore } from '@chorale/speech';

import type { GatewayConfig } from '../sessions/session-rules.js';

import { Doorkeeper } from './doorkeeper.js';
import { KeyRing } from './key-ring.js';

/** What the door needs of the gateway. */
export interface DoorParts {
  readonly config: GatewayConfig;
  readonly keyStore: KeyStore;
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
}

/** Puts the keys of this gateway together. Throws if the file of keys cannot be read or holds a bad one. */
export const openDoor = ({ config, keyStore, clock, onTrouble }: DoorParts): Doorkeeper => {
  const keys = new KeyRing([...config.API_KEYS, ...keysOfFile(config)], keyStore, clock);
  const rules = { allowedOrigins: config.ALLOWED_ORIGINS, asksForKeys: asksForKeys(config) };
  return new Doorkeeper(keys, rules, onTrouble);
};

const keysOfFile = ({ API_KEYS_FILE: file }: GatewayConfig): readonly ConfiguredKey[] =>
  file === undefined ? [] : readKeyFile(readFileSync(file, 'utf8'));

const HEALTH_PATHS = ['/health', '/health/ready', '/ready'];

/** What Prometheus and scalers ask for: the same figures, and no words. */
const FIGURES = /^\/(metrics|autoscale\/[^/]+)$/;

/** Tells which addresses ask nobody for a key; figures are among them where only this machine can ask, or where it is wanted. */
export const openPaths = (config: GatewayConfig): ((path: string) => boolean) => {
  const openFigures = config.METRICS_OPEN || isLoopback(config.HOST);
  return (path) => HEALTH_PATHS.includes(path) || (openFigures && FIGURES.test(path));
};
