import { Redis } from 'ioredis';

/** What queues keep for themselves, however many jobs they had. */
const BOOKKEEPING = /:(events|id|meta|marker|stalled-check|pc)$/;

/** What shows that processes live, or that a route was aborted a short while ago. */
const PRESENCE = /:(chunks:.*|worker:.*|workers|gateway:.*|gateways|class:.*|aborted:.*|failures)$/;

/** Lists the keys that jobs left behind: each is one too many once nobody speaks. */
export const leftoverKeys = async (url: string): Promise<readonly string[]> => {
  const redis = new Redis(url);
  try {
    const keys = await redis.keys('*');
    return keys.filter((key) => !BOOKKEEPING.test(key) && !PRESENCE.test(key)).sort();
  } finally {
    redis.disconnect();
  }
};
