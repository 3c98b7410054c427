/** A promise that never resolves, and rejects with `AbortedError` when the signal aborts. */
export const abortOf = (signal: AbortSignal): Promise<never> => {
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => reject(new AbortedError({ cause: signal.reason }));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  // It may reject when nobody races against it.
  aborted.catch(() => undefined);
  return aborted;
};

/** The work is not wanted any more; `cause` says why. */
class AbortedError extends Error {
  override readonly name = 'AbortedError';
  constructor(options: ErrorOptions) {
    super('the job was aborted', options);
  }
}
