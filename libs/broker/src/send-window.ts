/** Sends that a worker has under way at once; more would only pile up in the connection. */
export const MAX_OUTSTANDING_SENDS = 8;

/** Runs tasks in order of arrival, so many at a time; the others wait for their turn. */
export class SendWindow {
  readonly #turns: (() => void)[] = [];
  #running = 0;

  constructor(private readonly limit: number) {}

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#running >= this.limit) await this.#turn();
    else this.#running += 1;
    try {
      return await task();
    } finally {
      this.#passOn();
    }
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => this.#turns.push(resolve));
  }

  /** A place that becomes free goes to the one who waited longest, not to whoever asks next. */
  #passOn(): void {
    const next = this.#turns.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }
}
