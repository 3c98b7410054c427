/** How long to wait for a condition, and how often to look. */
export interface Patience {
  /** Default 3 000. */
  readonly timeoutMs?: number;
  /** Default 5. */
  readonly everyMs?: number;
}

/**
 * Waits until `condition` gives something truthy and resolves to it.
 * Rejects at the deadline, with the last error if the condition kept throwing.
 */
export const eventually = async <T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 3_000, everyMs = 5 }: Patience = {},
): Promise<T> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const look = await attempt(condition);
    if (look.kind === 'value' && look.value) return look.value;
    if (performance.now() > deadline) throw expired(timeoutMs, look);
    await pause(everyMs);
  }
};

type Look<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'error'; readonly error: unknown };

const attempt = async <T>(condition: () => T | Promise<T>): Promise<Look<T>> => {
  try {
    return { kind: 'value', value: await condition() };
  } catch (error) {
    return { kind: 'error', error };
  }
};

const expired = (timeoutMs: number, look: Look<unknown>): Error =>
  new Error(`nothing came of it within ${timeoutMs} ms`, {
    cause: look.kind === 'error' ? look.error : undefined,
  });

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
