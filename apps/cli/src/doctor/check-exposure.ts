import { asksForKeys, isLoopback, type KeySettings } from '@chorale/config';

import type { Finding } from './finding.js';
import { good, odd } from './finding.js';

/** Judges who may use the gateway, by where it listens and whether it asks for keys. */
export const checkExposure = (settings: KeySettings & { readonly HOST: string }): Finding => {
  if (asksForKeys(settings)) return good('access', 'clients must bring a key');
  if (isLoopback(settings.HOST)) return good('access', 'only this machine can connect');
  return odd(
    'access',
    `anybody who reaches ${settings.HOST} can use the service`,
    'Set API_KEYS, or let a proxy ask for them.',
  );
};
