import { lookup } from 'node:dns/promises';
import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';

import { isPublicAddress } from './public-address.js';

/** What may be fetched for a client, and how much of it. */
export interface FetchRules {
  /** `https:`, and `http:` where that is wanted. */
  readonly schemes: readonly string[];
  readonly maxBytes: number;
  /** For everything together: names, redirects and body. */
  readonly timeoutMs: number;
  /** Judges the media type, in lower case and without parameters. */
  readonly acceptsType: (mediaType: string) => boolean;
  /** Judges every address before it is connected to. Default: public ones only. */
  readonly mayReach?: (address: string) => boolean;
  /** Finds the addresses of a name. Default: the system's resolver. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
}

/** What came, or why nothing did; reasons are fit for the client and tell nothing about our network. */
export type FetchOutcome =
  | { readonly kind: 'fetched'; readonly bytes: Uint8Array; readonly mediaType: string }
  | { readonly kind: 'refused'; readonly reason: string };

const MAX_REDIRECTS = 3;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Ends a fetch with a reason that its client may read. */
class Refused extends Error {
  override readonly name = 'Refused';
}

/**
 * Fetches what a client's URL leads to, without letting the client reach what only we can: every
 * address, those of redirects too, is judged after its name was resolved, and exactly that address
 * is connected to. Rejects only when `signal` is aborted.
 */
export const fetchGuarded = async (
  url: string,
  rules: FetchRules,
  signal: AbortSignal,
): Promise<FetchOutcome> => {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(rules.timeoutMs)]);
  try {
    return await follow(url, rules, patience);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Refused) return { kind: 'refused', reason: error.message };
    const reason = patience.aborted ? 'it took too long' : 'it could not be fetched';
    return { kind: 'refused', reason };
  }
};

const follow = async (
  start: string,
  rules: FetchRules,
  signal: AbortSignal,
): Promise<FetchOutcome> => {
  let url = parse(start, rules);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await ask(url, rules, signal);
    const next = redirectOf(response);
    if (next === null) return await read(response, rules);
    response.destroy();
    url = parse(next, rules, url);
  }
  throw new Refused(`it redirects more than ${MAX_REDIRECTS} times`);
};

const parse = (text: string, { schemes }: FetchRules, base?: URL): URL => {
  if (!URL.canParse(text, base?.href)) throw new Refused('it is not a URL');
  const url = new URL(text, base);
  if (!schemes.includes(url.protocol)) throw new Refused('its scheme is not allowed');
  if (url.username !== '' || url.password !== '') throw new Refused('it holds credentials');
  return url;
};

/** The one address that is connected to. All addresses of a name must pass: which is used is chance. */
const vettedAddress = async (url: URL, rules: FetchRules, signal: AbortSignal): Promise<string> => {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const resolve = rules.resolve ?? systemAddresses;
  const addresses = isIP(host) === 0 ? await untilAborted(resolve(host), signal) : [host];
  const mayReach = rules.mayReach ?? isPublicAddress;
  const [first] = addresses;
  if (first === undefined || !addresses.every(mayReach))
    throw new Refused('its address is not on the public internet');
  return first;
};

const systemAddresses = async (name: string): Promise<readonly string[]> =>
  (await lookup(name, { all: true })).map(({ address }) => address);

/** The resolver of the system cannot be told to stop. */
const untilAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = (): void => reject(new Error('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });

const ask = async (url: URL, rules: FetchRules, signal: AbortSignal): Promise<IncomingMessage> => {
  const address = await vettedAddress(url, rules, signal);
  const options: RequestOptions = {
    signal,
    agent: false, // a kept connection could be to another address
    lookup: (_name, _options, done) => done(null, [{ address, family: isIP(address) }]),
    headers: { 'Accept-Encoding': 'identity', 'User-Agent': 'chorale' },
  };
  return new Promise((resolve, reject) => {
    const request =
      url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
    request.once('response', resolve).on('error', reject).end();
  });
};

const redirectOf = ({ statusCode = 0, headers }: IncomingMessage): string | null =>
  REDIRECTS.has(statusCode) ? (headers.location ?? null) : null;

const read = async (response: IncomingMessage, rules: FetchRules): Promise<FetchOutcome> => {
  try {
    const mediaType = acceptedType(response, rules);
    return { kind: 'fetched', bytes: await bytesOf(response, rules.maxBytes), mediaType };
  } finally {
    response.destroy();
  }
};

const acceptedType = ({ statusCode, headers }: IncomingMessage, rules: FetchRules): string => {
  const mediaType = mediaTypeOf(headers['content-type'] ?? '');
  if (statusCode !== 200) throw new Refused(`it answers with status ${statusCode ?? 0}`);
  if (!rules.acceptsType(mediaType)) throw new Refused('its media type is not allowed');
  if (isPacked(headers)) throw new Refused('it is compressed');
  if (Number(headers['content-length']) > rules.maxBytes) throw tooLarge(rules.maxBytes);
  return mediaType;
};

const mediaTypeOf = (header: string): string => (header.split(';')[0] ?? '').trim().toLowerCase();

const isPacked = (headers: IncomingHttpHeaders): boolean =>
  (headers['content-encoding'] ?? 'identity') !== 'identity';

const bytesOf = async (response: IncomingMessage, maxBytes: number): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  let size = 0;
  const body: AsyncIterable<Buffer> = response;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
};

const tooLarge = (maxBytes: number): Refused => new Refused(`it is larger than ${maxBytes} bytes`);
