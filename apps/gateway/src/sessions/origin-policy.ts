/** What is known about a browser's request: its `Origin` and the `Host` it asked for. */
export interface RequestOrigin {
  readonly origin: string | undefined;
  readonly host: string | undefined;
}

/**
 * Decides whether a web page may connect. Programs send no `Origin` and pass. A page passes if its
 * origin is listed, or if it was served by this very address given as `localhost` or an IP number:
 * any other name might have been rebound to us by its owner's DNS.
 */
export const originAllowed = (request: RequestOrigin, allowed: readonly string[]): boolean => {
  if (request.origin === undefined || allowed.includes(request.origin)) return true;
  if (!URL.canParse(request.origin)) return false;
  const { host, hostname } = new URL(request.origin);
  return host === request.host && isUnspoofable(hostname);
};

const isUnspoofable = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.startsWith('[') ||
  /^\d{1,3}(?:\.\d{1,3}){3}$/.test(hostname);
