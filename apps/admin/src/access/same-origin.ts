import type { IncomingMessage } from 'node:http';

/** A header that no form and no foreign page can send without being asked first. */
export const OWN_HEADER = 'x-chorale-admin';

/** False for a request that a page of another origin made. */
export const isSameOrigin = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean => {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin, host } = headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
};
