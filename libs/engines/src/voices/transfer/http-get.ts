import type { ClientRequest, IncomingMessage } from 'node:http';
import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';

import { codeOf, reasonOf } from '../failure.js';
import { isSafeUrl } from '../manifest.js';
import { TransferError } from './transfer-error.js';

/** How long a transfer may take to begin, and to go on; milliseconds. */
export interface TransferLimits {
  /** Name look-up, TCP and TLS together. */
  readonly connectMs: number;
  /** Silence of a connected server. */
  readonly stallMs: number;
}

/** Five seconds to connect: longer than any line that is worth downloading over. */
export const TRANSFER_LIMITS: TransferLimits = { connectMs: 5_000, stallMs: 20_000 };

/** The public model hosts redirect once or twice. */
const MOST_REDIRECTS = 5;

interface Hop {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly limits: TransferLimits;
  readonly signal: AbortSignal;
}

const unreachable = (url: URL, reason: string, cause?: unknown): TransferError =>
  new TransferError(`${url.host} cannot be reached (${reason})`, 'once-begun', { cause });

/** Destroys a request that is not connected in time. */
const limitConnecting = (request: ClientRequest, { url, limits }: Hop): void => {
  const late = setTimeout(
    () => request.destroy(unreachable(url, `no connection within ${limits.connectMs} ms`)),
    limits.connectMs,
  );
  const done = () => clearTimeout(late);
  const connected = url.protocol === 'https:' ? 'secureConnect' : 'connect';
  request.once('socket', (socket) => socket.once(connected, done)).once('close', done);
};

/** Opens one connection; resolves with the head of the answer. */
const open = (hop: Hop): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { url, headers, signal, limits } = hop;
    const get = url.protocol === 'https:' ? getSecure : getPlain;
    const request = get(url, { headers, signal, agent: false, timeout: limits.stallMs });
    const silent = () =>
      request.destroy(new TransferError(`${url.host} does not answer`, 'always'));
    limitConnecting(request, hop);
    request.once('timeout', silent);
    request.once('response', (response) => {
      request.off('timeout', silent);
      resolve(response);
    });
    request.once('error', (cause) =>
      reject(
        cause instanceof TransferError
          ? cause
          : unreachable(url, codeOf(cause) ?? reasonOf(cause), cause),
      ),
    );
  });

const locationOf = (response: IncomingMessage, from: URL): URL | null => {
  const { statusCode = 0, headers } = response;
  if (statusCode < 300 || statusCode > 399 || headers.location === undefined) return null;
  const to = URL.canParse(headers.location, from.href) ? new URL(headers.location, from) : null;
  if (to !== null && isSafeUrl(to)) return to;
  throw new TransferError(`${from.host} redirects to an address that is not https`, 'never');
};

/**
 * Asks for `url` and follows redirects, never away from https.
 *
 * Resolves with the head of any answer that is no redirect; the caller reads or destroys it. A body
 * that falls silent ends with a `TransferError`. Rejects with a `TransferError`, or with the reason
 * of the signal.
 */
export const httpGet = async (
  url: URL,
  hop: Omit<Hop, 'url'>,
  redirects = MOST_REDIRECTS,
): Promise<IncomingMessage> => {
  hop.signal.throwIfAborted();
  const response = await open({ ...hop, url });
  const next = locationOf(response, url);
  if (next === null) {
    response.setTimeout(hop.limits.stallMs, () =>
      response.destroy(new TransferError(`${url.host} stopped sending`, 'always')),
    );
    return response;
  }
  response.destroy();
  if (redirects === 0) throw new TransferError(`${url.host} redirects without end`, 'never');
  return httpGet(next, hop, redirects - 1);
};
