/** What of a request may hold a key. */
export interface KeyBearer {
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Longer ones are nobody's key and are not worth a hash. */
const MAX_KEY_LENGTH = 512;

/** Finds the key in `Authorization: Bearer …` or `X-API-Key`; null if there is none. */
export const keyInHeaders = ({ headers }: KeyBearer): string | null =>
  usable(bearerOf(headers['authorization']) ?? headers['x-api-key']);

/** Looks into the query too (`api_key`): browsers cannot add headers to a WebSocket. */
export const keyOfHandshake = (request: KeyBearer): string | null =>
  keyInHeaders(request) ?? usable(queryOf(request.url ?? '').get('api_key'));

const bearerOf = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' ? /^Bearer +(\S+)$/i.exec(header.trim())?.[1] : undefined;

const queryOf = (url: string): URLSearchParams =>
  new URLSearchParams(url.slice(url.includes('?') ? url.indexOf('?') : url.length));

const usable = (key: string | readonly string[] | null | undefined): string | null =>
  typeof key === 'string' && key !== '' && key.length <= MAX_KEY_LENGTH ? key : null;
