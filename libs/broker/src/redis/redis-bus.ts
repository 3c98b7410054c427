import { type BroadcastPlace, RedisBroadcast } from './redis-broadcast.js';
import type { RedisLink } from './redis-link.js';

/** Publishes messages of one kind on a channel of their own: orders of operators, changes of due times. */
export class RedisBus<T> {
  readonly #messages: RedisBroadcast<T>;

  constructor(
    protected readonly link: RedisLink,
    private readonly place: BroadcastPlace<T>,
  ) {
    this.#messages = new RedisBroadcast(place);
  }

  async publish(message: T): Promise<void> {
    await this.link.run((client) => client.publish(this.place.name, JSON.stringify(message)));
  }

  subscribe(listener: (message: T) => void): Promise<() => Promise<void>> {
    return this.#messages.subscribe(listener);
  }

  close(): Promise<void> {
    return this.#messages.close();
  }
}
