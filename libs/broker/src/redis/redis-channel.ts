import { pause } from './pause.js';
import type { RedisLink } from './redis-link.js';

/** Between two looks at an idle subscription. */
const PING_MS = 5_000;

/** Hears what is published on one channel, from the first `subscribe` on, through every outage. */
export class RedisChannel {
  readonly #closing = new AbortController();
  #subscriber: RedisLink | null = null;

  constructor(
    private readonly name: string,
    private readonly openSubscriber: () => RedisLink,
    private readonly hear: (message: string) => void,
    private readonly problem: (error: Error) => void,
  ) {}

  /** Resolves when what is published from now on will be heard. */
  async subscribe(): Promise<void> {
    this.#subscriber ??= this.#listen(this.openSubscriber());
    await this.#subscriber.run((client) => client.subscribe(this.name));
  }

  close(): void {
    this.#closing.abort();
    this.#subscriber?.close();
  }

  #listen(subscriber: RedisLink): RedisLink {
    subscriber.client.on('message', (_channel: string, message: string) => this.hear(message));
    void this.#keepAwake(subscriber);
    return subscriber;
  }

  /** Silence is normal on a subscription; only an overdue answer shows that it is half-open. */
  async #keepAwake(subscriber: RedisLink): Promise<void> {
    while (await pause(PING_MS, this.#closing.signal)) {
      await subscriber.run((client) => client.ping()).catch(this.problem);
    }
  }
}
