import type { IncomingMessage } from 'node:http';

import type { TransferLimits } from './http-get.js';
import { httpGet } from './http-get.js';
import { TransferError } from './transfer-error.js';

const read = async (response: IncomingMessage, url: URL, mostBytes: number): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> = response;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new TransferError(`${url.host} sends too much`, 'never');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** Fetches a small text over HTTP(S), in one try. Rejects with a `TransferError`, or with the reason of the signal. */
export const fetchText = async (
  url: URL,
  mostBytes: number,
  options: { readonly limits: TransferLimits; readonly signal: AbortSignal },
): Promise<string> => {
  const headers = { accept: 'application/json', 'accept-encoding': 'identity' };
  const response = await httpGet(url, { headers, ...options });
  try {
    if (response.statusCode !== 200)
      throw new TransferError(`${url.host} answered ${response.statusCode ?? 0}`, 'never');
    return await read(response, url, mostBytes);
  } finally {
    response.destroy();
  }
};
