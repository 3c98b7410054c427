import type { Fate } from '../fleet.js';

/** Why a connection ended that its client did not end. */
export type Cause =
  'gateway killed' | 'gateway drained' | 'socket reset' | 'Redis away' | 'lost with Redis';

/** What was done to a connection, and to what stands behind it. */
export interface Circumstances {
  readonly gateway: Fate | null;
  /** Its wire was broken. */
  readonly wasReset: boolean;
  /** Redis could not be reached lately. */
  readonly wasRedisAway: boolean;
  /** Redis was killed, and all that it held was gone, since the session began. */
  readonly wasRedisEmptied: boolean;
}

/** Finds what explains a close code by what was done; null if nothing does: then it is the service's own doing. */
export const causeOf = (code: number, circumstances: Circumstances): Cause | null => {
  switch (code) {
    case 1001:
      return circumstances.gateway === 'dismissed' ? 'gateway drained' : null;
    case 1006:
      if (circumstances.wasReset) return 'socket reset';
      return circumstances.gateway === 'killed' ? 'gateway killed' : null;
    case 1013:
      return circumstances.wasRedisAway ? 'Redis away' : null;
    case 4004:
      return circumstances.wasRedisEmptied ? 'lost with Redis' : null;
    default:
      return null;
  }
};
