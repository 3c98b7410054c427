import { z } from 'zod';

import { onOff, wholeNumber } from '../field.js';

/** What `npm start` starts. */
export const launcherEnv = z.object({
  /** Worker processes to start. */
  WORKERS: wholeNumber(1, 64).prefault('1'),
  /** true: run everything in one process without Redis. */
  EMBEDDED: onOff().prefault('false'),
  /** true: run the admin app as well; it needs Redis. */
  ADMIN: onOff().prefault('false'),
});
