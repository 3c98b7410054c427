import { z } from 'zod';

/** Where profiles go. */
export const profileEnv = z.object({
  /** Folder for profiles of gateways and workers. Set, POST /start_profile and /stop_profile begin and end recording them; unset, there are no such addresses. */
  PROFILE_DIR: z.string().prefault(''),
});
