import { z } from 'zod';

import { apiKeys } from '../api-keys.js';
import { commaList, onOff, textLike, wholeNumber } from '../field.js';
import { admissionEnv } from './admission-env.js';
import { drainEnv } from './drain-env.js';
import { profileEnv } from './profile-env.js';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

/** True for an address that other machines cannot connect to. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

const bind = z.object({
  HOST: z.string(),
  ALLOW_OPEN_BIND: z.boolean(),
  API_KEYS: z.array(z.unknown()),
  API_KEYS_FILE: z.string().optional(),
  REQUIRE_API_KEY: z.boolean(),
});

/** What decides whether clients must bring a key. */
export interface KeySettings {
  readonly API_KEYS: readonly unknown[];
  readonly API_KEYS_FILE?: string | undefined;
  readonly REQUIRE_API_KEY: boolean;
}

/** True if clients must bring a key: where any are configured, and where that is asked for. */
export const asksForKeys = (settings: KeySettings): boolean =>
  settings.REQUIRE_API_KEY || settings.API_KEYS.length > 0 || settings.API_KEYS_FILE !== undefined;

const isOpenBind = (value: unknown): boolean => {
  const { data } = bind.safeParse(value);
  if (data === undefined || data.ALLOW_OPEN_BIND || isLoopback(data.HOST)) return false;
  return !asksForKeys(data);
};

/** Where the gateway listens, to whom, and how much it takes on. */
export const gatewayEnv = z
  .object({
    /** TCP port of HTTP and WebSocket; 0 takes a free one. */
    PORT: wholeNumber(0, 65_535).prefault('8000'),
    /** Address to listen on. Anything but a loopback address also needs keys, or ALLOW_OPEN_BIND=true. */
    HOST: textLike(/^[\w.:-]+$/, 'be a host name or an IP address').prefault('127.0.0.1'),
    /** Name or address at which the admin app reaches this gateway. Unset: HOST, or this machine's name where HOST stands for all addresses. */
    ADVERTISED_HOST: textLike(/^[\w.:-]+$/, 'be a host name or an IP address').optional(),
    /** true: listen without keys where other machines can connect. Anybody there can use it: put a proxy in front. */
    ALLOW_OPEN_BIND: onOff().prefault('false'),
    /** Keys of clients, comma-separated; each a secret or sha256:<hex>, then, if wanted, a name and a tenant between blanks. */
    API_KEYS: apiKeys().prefault(''),
    /** File of keys, one a line, written as in API_KEYS; read at the start. */
    API_KEYS_FILE: z.string().optional(),
    /** true: clients must bring a key even if none is configured: those made while the service runs. */
    REQUIRE_API_KEY: onOff().prefault('false'),
    /** true: /metrics and /autoscale/<class> need no key where clients do. On a loopback address they never do. */
    METRICS_OPEN: onOff().prefault('false'),
    /** true: operators may have the admin app show what the sentences of a session say, by asking for each look. The gateway then keeps the words of a session's latest 32 sentences, 8 000 characters at most, until it ends. */
    ALLOW_TEXT_VIEW: onOff().prefault('false'),
    /** Web origins besides the gateway's own whose pages may connect, comma-separated (https://app.example). */
    ALLOWED_ORIGINS: commaList()
      .refine((origins) => origins.every(isOrigin), 'must be origins like https://app.example')
      .prefault(''),
    /** Sessions (sockets and speech requests) one gateway serves at a time; more are turned away. */
    MAX_SESSIONS: wholeNumber(1, 1_000_000).prefault('2000'),
    /** Threads that encode MP3, Opus, FLAC and AAC; they start with the first client that asks for one of them. */
    ENCODER_THREADS: wholeNumber(1, 64).prefault('1'),
    /** Folder of voices that clients upload; gateways that share it list the same ones. */
    UPLOADED_VOICES_DIR: z.string().prefault('.chorale/uploads'),
    /** Uploaded voices that are kept at a time; more are refused. */
    MAX_UPLOADED_VOICES: wholeNumber(0, 100_000).prefault('1000'),
    /** MiB that all uploaded voices may take together. */
    UPLOADED_VOICES_MB: wholeNumber(1, 1_048_576).prefault('1024'),
    /** Seconds between pings, which keep proxies from cutting a quiet connection. */
    PING_INTERVAL_SECONDS: wholeNumber(1, 3600).prefault('20'),
    ...admissionEnv.shape,
    ...drainEnv.shape,
    ...profileEnv.shape,
  })
  .refine((value) => !isOpenBind(value), {
    path: ['HOST'],
    message:
      'would let other machines connect without a key; set API_KEYS, or ALLOW_OPEN_BIND=true if that is meant, or HOST=127.0.0.1',
    // Also judged when another setting is wrong, so that all problems come at once.
    when: ({ value }) => bind.safeParse(value).success,
  });
