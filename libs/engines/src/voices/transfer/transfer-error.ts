/**
 * When a failed transfer is worth another try: `always` after a hiccup of the server or the line;
 * `once-begun` where nothing answered, so that a closed firewall costs seconds and not minutes.
 */
export type Retry = 'always' | 'once-begun' | 'never';

/** Says why bytes did not come. */
export class TransferError extends Error {
  override readonly name = 'TransferError';
  constructor(
    message: string,
    readonly retry: Retry,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
  }
}
