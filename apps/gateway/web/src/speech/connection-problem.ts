/** How a connection ended, or failed to be made. */
const REASONS: ReadonlyMap<number, string> = new Map([
  [1001, 'The service is being restarted. Try again in a moment.'],
  [1006, 'The connection was lost, or the service is not there.'],
  [1008, 'The service refused the request.'],
  [1009, 'The service refused a message: it was too large.'],
  [1011, 'The service has a problem.'],
  [1013, 'The service is overloaded. Try again in a moment.'],
  [4008, 'The service gave up, because this page took nothing for too long.'],
]);

/** Says to people what a close code means. */
export const closeReason = (code: number): string =>
  REASONS.get(code) ?? `The service ended the connection (${code}).`;

/** Finds the message in the body of a failed request; else says the status. */
export const failureMessage = (status: number, body: unknown): string => {
  const message = messageIn(body);
  return message ?? `The service answered with status ${status}.`;
};

const messageIn = (body: unknown): string | null => {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  const { error } = body;
  if (typeof error !== 'object' || error === null || !('message' in error)) return null;
  return typeof error.message === 'string' ? error.message : null;
};
