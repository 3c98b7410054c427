import { readJson } from '@chorale/protocol';

import { guarded } from '../guarded.js';

import { RedisChannel } from './redis-channel.js';
import type { RedisLink } from './redis-link.js';

type Listener<T> = (message: T) => void;

/** What a channel carries, and how it is reached. */
export interface BroadcastPlace<T> {
  readonly name: string;
  readonly schema: Parameters<typeof readJson<T>>[1];
  readonly openSubscriber: () => RedisLink;
  readonly problem: (error: Error) => void;
}

/** The listeners of one process to the messages of one channel. */
export class RedisBroadcast<T> {
  readonly #listeners = new Set<{ readonly hear: Listener<T> }>();
  readonly #channel: RedisChannel;

  constructor(private readonly place: BroadcastPlace<T>) {
    const { name, openSubscriber, problem } = place;
    const hear = (message: string): void => this.#hear(message);
    this.#channel = new RedisChannel(name, openSubscriber, hear, problem);
  }

  async subscribe(listener: Listener<T>): Promise<() => Promise<void>> {
    const entry = { hear: listener };
    await this.#channel.subscribe();
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
      return Promise.resolve();
    };
  }

  close(): Promise<void> {
    this.#listeners.clear();
    this.#channel.close();
    return Promise.resolve();
  }

  #hear(json: string): void {
    const { schema, name, problem } = this.place;
    const message = readJson(json, schema);
    if (message === null) return problem(new Error(`a message on ${name} failed its schema`));
    for (const { hear } of this.#listeners) guarded(() => hear(message), problem);
  }
}
