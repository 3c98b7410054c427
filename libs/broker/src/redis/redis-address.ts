import { Redis, type RedisOptions } from 'ioredis';

/** Replies keep the shapes that ioredis gives by default. */
type LinkOptions = Omit<RedisOptions, 'replyMapping'>;

interface Node {
  readonly host: string;
  readonly port: number;
}

const SENTINEL_PORT = 26_379;

/**
 * Makes a client for a Redis URL.
 *
 * `redis://user:password@s1:26379/0?master=NAME&sentinel=s2:26379&sentinel=s3:26379` asks those
 * sentinels for the primary that they call NAME, whenever it connects; user, password and database
 * are the primary's. With `rediss://` all of them speak TLS.
 */
export const openRedis = (url: string, options: LinkOptions): Redis => {
  const sentinels = sentinelOptions(url);
  return sentinels === null ? new Redis(url, options) : new Redis({ ...options, ...sentinels });
};

/** What ioredis needs to ask sentinels; null for the URL of a single Redis. */
export const sentinelOptions = (url: string): LinkOptions | null => {
  const address = new URL(url);
  const name = address.searchParams.get('master');
  if (name === null || name === '') return null;
  return {
    name,
    sentinels: nodesOf(address),
    db: Number(address.pathname.slice(1) || 0),
    ...credentialsOf(address),
    ...(address.protocol === 'rediss:' ? { tls: {}, enableTLSForSentinelMode: true } : {}),
  };
};

const nodesOf = (address: URL): Node[] => [
  nodeOf(address.host),
  ...address.searchParams.getAll('sentinel').map(nodeOf),
];

const nodeOf = (text: string): Node => {
  const { hostname, port } = new URL(`redis://${text}`);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || SENTINEL_PORT) };
};

const credentialsOf = ({ username, password }: URL): LinkOptions => ({
  ...(username === '' ? {} : { username: decodeURIComponent(username) }),
  ...(password === '' ? {} : { password: decodeURIComponent(password) }),
});
