/** Why a connection ends, as the client sees it (RFC 6455 §7.4). */
export const CLOSE_CODE = {
  normal: 1000,
  goingAway: 1001,
  /** The client broke a rule or a time limit. */
  policy: 1008,
  internal: 1011,
  overload: 1013,
  /** The token does not open the session. */
  badToken: 4003,
  /** The session is not there any more. */
  sessionGone: 4004,
  /** The client took nothing for too long. */
  slowConsumer: 4008,
  /** Another connection has resumed the session. */
  takenOver: 4009,
} as const;
