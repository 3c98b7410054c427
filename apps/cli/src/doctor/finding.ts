/** What the doctor found about one thing. */
export interface Finding {
  /** What was looked at, such as `redis`. */
  readonly subject: string;
  /** `bad` keeps the service from working; `odd` does not. */
  readonly state: 'good' | 'odd' | 'bad';
  /** What is so, in one line; never a secret. */
  readonly words: string;
  /** What to do about it; null where nothing needs to be done. */
  readonly mend: string | null;
}

/** All is well. */
export const good = (subject: string, words: string): Finding => ({
  ...{ subject, state: 'good', words, mend: null },
});

/** It works, but perhaps not as meant. */
export const odd = (subject: string, words: string, mend: string): Finding => ({
  ...{ subject, state: 'odd', words, mend },
});

/** It cannot work like this. */
export const bad = (subject: string, words: string, mend: string): Finding => ({
  ...{ subject, state: 'bad', words, mend },
});
