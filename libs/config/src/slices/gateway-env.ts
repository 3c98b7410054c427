import { z } from 'zod';

import { commaList, onOff, textLike, wholeNumber } from '../field.js';
import { drainEnv } from './drain-env.js';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const bind = z.object({ HOST: z.string(), ALLOW_OPEN_BIND: z.boolean() });

const isOpenBind = (value: unknown): boolean => {
  const { data } = bind.safeParse(value);
  return data !== undefined && !data.ALLOW_OPEN_BIND && !LOOPBACK.test(data.HOST);
};

/** Where the gateway listens, to whom, and how much it takes on. */
export const gatewayEnv = z
  .object({
    /** TCP port of HTTP and WebSocket; 0 takes a free one. */
    PORT: wholeNumber(0, 65_535).prefault('8000'),
    /** Address to listen on. Anything but a loopback address also needs ALLOW_OPEN_BIND=true. */
    HOST: textLike(/^[\w.:-]+$/, 'be a host name or an IP address').prefault('127.0.0.1'),
    /** true: listen where other machines can connect. There is no authentication: put a proxy in front. */
    ALLOW_OPEN_BIND: onOff().prefault('false'),
    /** Web origins besides the gateway's own whose pages may connect, comma-separated (https://app.example). */
    ALLOWED_ORIGINS: commaList()
      .refine((origins) => origins.every(isOrigin), 'must be origins like https://app.example')
      .prefault(''),
    /** Sessions (sockets and speech requests) one gateway serves at a time; more are turned away. */
    MAX_SESSIONS: wholeNumber(1, 1_000_000).prefault('2000'),
    /** Threads that encode MP3, Opus, FLAC and AAC; they start with the first client that asks for one of them. */
    ENCODER_THREADS: wholeNumber(1, 64).prefault('1'),
    /** Seconds between pings, which keep proxies from cutting a quiet connection. */
    PING_INTERVAL_SECONDS: wholeNumber(1, 3600).prefault('20'),
    ...drainEnv.shape,
  })
  .refine((value) => !isOpenBind(value), {
    path: ['HOST'],
    message:
      'would let other machines connect; set ALLOW_OPEN_BIND=true if that is meant, or HOST=127.0.0.1',
    // Also judged when another setting is wrong, so that all problems come at once.
    when: ({ value }) => bind.safeParse(value).success,
  });
