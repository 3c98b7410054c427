import { createAdapter } from '@socket.io/redis-adapter';

import { redisKeys } from './keys.js';
import { RedisLinks } from './redis-link.js';

/** Lets the socket.io servers of several processes speak to each other's clients; `close` ends its two connections. */
export const createSocketAdapter = (place: {
  readonly url: string;
  readonly prefix: string;
  readonly problem: (error: Error) => void;
}) => {
  const links = new RedisLinks(place.url, place.problem);
  const [publisher, subscriber] = [links.patient(), links.patient()];
  const key = redisKeys(place.prefix).adminSockets;
  return {
    adapter: createAdapter(publisher.client, subscriber.client, { key }),
    close: () => links.closeAll(),
  };
};
