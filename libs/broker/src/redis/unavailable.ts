import { BrokerUnavailable } from '../broker-unavailable.js';

/** Turns what a Redis client throws into the ports' error. */
export const unavailable = (error: unknown): BrokerUnavailable => {
  if (error instanceof BrokerUnavailable) return error;
  const full = error instanceof Error && error.message.startsWith('OOM');
  return new BrokerUnavailable(full ? 'full' : 'unreachable', { cause: error });
};
