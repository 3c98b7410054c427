/** Failures kept for people to look at. */
export const MAX_FAILURES = 1_000;

/** Names an error without its message, which could quote the text to be spoken. */
export const failureName = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};
