import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

import type { ApiError } from '../http/errors/api-error.js';

/** Answers an upgrade that is not granted, and hangs up, whether or not the peer does. */
export const refuseUpgrade = (socket: Duplex, error: ApiError): void => {
  const status = error.getStatus();
  const body = JSON.stringify(error.getResponse());
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(error.headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
};
