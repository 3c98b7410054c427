/** Why a thread gave no answer: it died, ran past its deadline, cannot be started, or is not taken on. */
export type ThreadFailureKind = 'crashed' | 'hung' | 'unavailable' | 'overloaded' | 'closed';

/** A command that got no answer. Its thread is replaced; the same command may do well in the next. */
export class ThreadFailure extends Error {
  override readonly name = 'ThreadFailure';
  constructor(
    readonly kind: ThreadFailureKind,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** A command that its thread answered with a refusal; the thread lives on. */
export class ThreadRefusal extends Error {
  override readonly name = 'ThreadRefusal';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
