import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Names a request in both directions, and in logs. */
const HEADER = 'X-Request-Id';

/** What may be echoed and logged as it is. */
const ID = /^[\w.:-]{1,128}$/;

/** Gives the answer the client's id for it, or one of ours if there is none that is fit. */
export const nameRequest = (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void => {
  const given = request.headers['x-request-id'];
  const fit = typeof given === 'string' && ID.test(given);
  response.setHeader(HEADER, fit ? given : randomUUID());
  next();
};
