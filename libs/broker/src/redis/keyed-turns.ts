/** Runs tasks of one key one after the other, in order of arrival; keys do not wait for each other. */
export class KeyedTurns {
  readonly #last = new Map<string, Promise<void>>();

  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const turn = this.idle(key).then(task);
    const over: Promise<void> = turn.then(ignore, ignore).then(() => this.#forget(key, over));
    this.#last.set(key, over);
    return turn;
  }

  /** Resolves when all tasks that were given for the key so far are over. */
  async idle(key: string): Promise<void> {
    await this.#last.get(key);
  }

  #forget(key: string, over: Promise<void>): void {
    if (this.#last.get(key) === over) this.#last.delete(key);
  }
}

/** Whoever gave the task hears how it ended; the next one only waits for its end. */
const ignore = (): void => undefined;
