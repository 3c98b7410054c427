import { randomBytes } from 'node:crypto';

import { claimPort, localUrl } from './network.mjs';

/**
 * How people get into the admin app of this start: where it listens (`url`), what it is told (`env`),
 * and what a person must know (`hint`). Null when none is wanted. A token that is made lasts until
 * everything is stopped, however often the admin app itself is started again.
 */
export const openAdminAccess = async (settings, gatewayUrl) => {
  if (!settings.ADMIN) return null;
  const {
    ADMIN_HOST: host,
    ADMIN_TOKEN: given,
    ADMIN_GATEWAY_URL: reached = gatewayUrl,
  } = settings;
  const port = await claimPort(settings.ADMIN_PORT, host, '--admin-port');
  const token = given ?? randomBytes(18).toString('base64url');
  return {
    url: localUrl(port, host),
    env: { ADMIN_PORT: String(port), ADMIN_TOKEN: token, ADMIN_GATEWAY_URL: reached },
    hint: given === undefined ? `log in with ${token}` : 'log in with your ADMIN_TOKEN',
  };
};
