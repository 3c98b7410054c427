/** Why the broker did not take what it was given. */
export type Unavailability = 'unreachable' | 'full' | 'closed';

/** The broker cannot take a job or an event now; the caller decides whether to try again. */
export class BrokerUnavailable extends Error {
  override readonly name = 'BrokerUnavailable';
  constructor(
    readonly reason: Unavailability,
    options: { readonly cause?: unknown } = {},
  ) {
    super(`the broker is ${reason}`, options);
  }
}
