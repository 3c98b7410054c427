import { type Admission, CLOSE_CODE } from '@chorale/speech';

import type { Refusal } from '../sessions/speech-socket-server.js';

const MESSAGES = {
  class: 'overloaded: the workers have as many listeners as they can serve',
  tenant: 'overloaded: this account has as many listeners as it may have at a time',
} as const;

/** What a socket is told that admission turns away; null if it may begin. */
export const refusalByLoad = (admission: Admission): Refusal | null => {
  if (admission.kind === 'admitted') return null;
  const { because, retryAfterMs } = admission;
  return {
    reason: 'overloaded',
    message: MESSAGES[because],
    code: CLOSE_CODE.overload,
    retryAfterMs,
  };
};
