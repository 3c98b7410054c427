import { WebSocket } from 'ws';

import type { ServerEvent } from './server-event.js';
import { readServerEvent } from './server-event.js';

/** What is asked of the service. */
export interface SpeechRequest {
  readonly url: URL;
  readonly apiKey: string | null;
  /** Fields of `session.config`. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Everything that happens, in order. */
export type SpeechEvent =
  | ServerEvent
  | { readonly kind: 'connected' }
  | { readonly kind: 'text-sent' }
  | { readonly kind: 'audio'; readonly bytes: Uint8Array };

/** Says that the service cannot be reached, or went away before all was spoken. */
class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable';
}

const HANDSHAKE_MS = 5_000;

const causeOf = (url: URL, error: Error): ServiceUnavailable => {
  const code = 'code' in error ? String(error.code) : error.message;
  return new ServiceUnavailable(
    `No service answers at ${url.href} (${code}). Start one with \`npm start\`, or say where it is with --url.`,
    { cause: error },
  );
};

const refusal = (url: URL, status: number | undefined): ServiceUnavailable => {
  const hint = status === 401 || status === 403 ? ' Give its key with --api-key.' : '';
  return new ServiceUnavailable(`${url.href} refuses the connection (HTTP ${status ?? 0}).${hint}`);
};

const connect = ({ url, apiKey }: SpeechRequest): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const headers: Record<string, string> =
      apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
    const socket = new WebSocket(url, { headers, handshakeTimeout: HANDSHAKE_MS });
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (request, response) => {
      request.destroy();
      reject(refusal(url, response.statusCode));
    });
    socket.on('error', (error) => reject(causeOf(url, error)));
  });

const bytesOf = (data: Buffer | ArrayBuffer | Buffer[]): Buffer => {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
};

/** Resolves when the service has said all; rejects when it goes away before that. */
const listen = (socket: WebSocket, onEvent: (event: SpeechEvent) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.on('message', (data, isBinary) => {
      const bytes = bytesOf(data);
      const event = isBinary
        ? ({ kind: 'audio', bytes } as const)
        : readServerEvent(bytes.toString('utf8'));
      onEvent(event);
      if (event.kind === 'all-spoken') resolve();
    });
    socket.once('close', (code, reason) => {
      const words = reason.length > 0 ? `: ${reason.toString('utf8')}` : '';
      reject(new ServiceUnavailable(`The service closed the connection (${code}${words}).`));
    });
  });

const send = (socket: WebSocket, message: Readonly<Record<string, unknown>>): void => {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
};

const sendAll = async (
  socket: WebSocket,
  pieces: AsyncIterable<string>,
  onEvent: (event: SpeechEvent) => void,
): Promise<void> => {
  for await (const text of pieces) {
    send(socket, { type: 'input.text', text });
    onEvent({ kind: 'text-sent' });
  }
  send(socket, { type: 'input.done' });
};

const reasonOf = ({ reason }: AbortSignal): Error =>
  reason instanceof Error ? reason : new Error('Stopped.');

const whenAborted = (signal: AbortSignal, end: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stop = () => reject(reasonOf(signal));
    signal.addEventListener('abort', stop, { once: true, signal: end });
    if (signal.aborted) stop();
  });

/**
 * Speaks text that may still be arriving, and resolves when the service has sent all its audio.
 *
 * Rejects with a `ServiceUnavailable`, with the reason of the signal, or with what `pieces` throws;
 * the connection is closed in any case. A sentence that fails is an event and not a rejection.
 */
export const speak = async (
  request: SpeechRequest,
  pieces: AsyncIterable<string>,
  onEvent: (event: SpeechEvent) => void,
  signal: AbortSignal,
): Promise<void> => {
  signal.throwIfAborted();
  const socket = await connect(request);
  const ended = new AbortController();
  try {
    onEvent({ kind: 'connected' });
    const spoken = listen(socket, onEvent);
    send(socket, { type: 'session.config', ...request.config });
    const all = Promise.all([spoken, sendAll(socket, pieces, onEvent)]);
    await Promise.race([all, whenAborted(signal, ended.signal)]);
  } finally {
    ended.abort();
    socket.close(1000);
  }
};
