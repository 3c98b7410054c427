import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';

import type { TransferLimits } from './http-get.js';
import { httpGet, TRANSFER_LIMITS } from './http-get.js';
import { TransferError } from './transfer-error.js';

/** What is fetched, and what it may cost. */
export interface Download {
  readonly url: URL;
  /** Grows as bytes come; what lies there already is continued. */
  readonly path: string;
  /** The exact size, where it is known. */
  readonly bytes: number | null;
  /** More than this is refused. */
  readonly mostBytes: number;
  readonly signal: AbortSignal;
  readonly onBytes: (received: number, total: number | null) => void;
  readonly limits?: TransferLimits;
  /** Waits between tries, ms; their number is the number of further tries. */
  readonly backOffMs?: readonly number[];
}

const BACK_OFF_MS = [500, 1_000, 2_000, 4_000];

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
};

const RETRIED_STATUSES: ReadonlySet<number> = new Set([408, 425, 429]);

const refusal = (url: URL, status: number): TransferError => {
  const retry = status >= 500 || RETRIED_STATUSES.has(status) ? 'always' : 'never';
  return new TransferError(`${url.host} answered ${status} for ${url.pathname}`, retry);
};

/** Where the body of an answer begins in the file; a server may ignore the range and send the whole. */
const startOf = (response: IncomingMessage, asked: number): number | null => {
  if (response.statusCode === 200) return 0;
  const range = /^bytes (\d+)-/.exec(response.headers['content-range'] ?? '');
  return response.statusCode === 206 && Number(range?.[1]) === asked ? asked : null;
};

/** An answer without a body for us: the server is at odds with us, or with what lies there already. */
const refuse = async ({ url, path }: Download, response: IncomingMessage): Promise<never> => {
  const status = response.statusCode ?? 0;
  response.destroy();
  if (status !== 206 && status !== 416) throw refusal(url, status);
  await rm(path, { force: true });
  throw new TransferError(`${url.host} cannot continue the download`, 'always');
};

const lengthOf = (response: IncomingMessage): number | null => {
  const length = Number(response.headers['content-length'] ?? 'none');
  return Number.isSafeInteger(length) ? length : null;
};

const checkSize = ({ url, bytes, mostBytes }: Download, total: number | null): void => {
  if (total === null) return;
  if (bytes !== null && total !== bytes)
    throw new TransferError(`${url.host} has ${total} bytes instead of ${bytes}`, 'never');
  if (total > mostBytes)
    throw new TransferError(
      `${url.host} has ${total} bytes, over the limit of ${mostBytes}`,
      'never',
    );
};

const receive = async (
  task: Download,
  response: IncomingMessage,
  start: number,
): Promise<number> => {
  const length = lengthOf(response);
  const total = length === null ? task.bytes : start + length;
  let received = start;
  const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received > (task.bytes ?? task.mostBytes)) checkSize(task, received);
      task.onBytes(received, total);
      yield chunk;
    }
  };
  try {
    checkSize(task, total);
    const file = createWriteStream(task.path, { flags: start === 0 ? 'w' : 'a' });
    await pipeline(response, counted, file, { signal: task.signal });
  } finally {
    response.destroy();
  }
  return received;
};

const interrupted = (url: URL, cause: unknown): TransferError =>
  new TransferError(`the connection to ${url.host} broke off`, 'always', { cause });

/** One connection; resolves when the file is whole as far as can be told without its checksum. */
const attempt = async (task: Download): Promise<void> => {
  const { url, path, bytes, signal, limits = TRANSFER_LIMITS } = task;
  const have = await sizeOf(path);
  if (bytes !== null && have === bytes) return;
  const headers = {
    'accept-encoding': 'identity',
    ...(have > 0 ? { range: `bytes=${have}-` } : {}),
  };
  const response = await httpGet(url, { headers, limits, signal });
  const start = startOf(response, have) ?? (await refuse(task, response));
  const received = await receive(task, response, start);
  if (bytes !== null && received < bytes) throw interrupted(url, `${received} of ${bytes} bytes`);
};

const asTransferError = (url: URL, error: unknown): TransferError =>
  error instanceof TransferError ? error : interrupted(url, error);

/** Nothing answered: only worth another try when this host has sent something before. */
const isWorthRetrying = async (error: TransferError, path: string, before: number) =>
  error.retry === 'always' || (error.retry === 'once-begun' && (await sizeOf(path)) > before);

/**
 * Fetches a file over HTTP(S): continues what is there, tries again after interruptions, and gives
 * up at once where nobody answers.
 *
 * Whether the bytes are the right ones is the caller's to check. What has come stays at `path` when
 * this rejects, with a `TransferError` or with the reason of the signal.
 */
export const download = async (task: Download): Promise<void> => {
  const before = await sizeOf(task.path);
  const waits = [...(task.backOffMs ?? BACK_OFF_MS)];
  for (;;) {
    try {
      await attempt(task);
      return;
    } catch (error) {
      task.signal.throwIfAborted();
      const failure = asTransferError(task.url, error);
      const wait = waits.shift();
      if (wait === undefined || !(await isWorthRetrying(failure, task.path, before))) throw failure;
      await delay(wait, undefined, { signal: task.signal });
    }
  }
};
