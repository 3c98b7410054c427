import type { Entry } from '../../access/doorkeeper.js';
import type { Refusal } from '../../sessions/speech-socket-server.js';

import { serviceUnavailable } from './api-error.js';

/** What an HTTP request is told where a socket would be turned away. */
export const refusedEntry = ({ message, retryAfterMs = 1000 }: Refusal): Entry => ({
  kind: 'refused',
  error: serviceUnavailable(message, Math.ceil(retryAfterMs / 1000)),
});
