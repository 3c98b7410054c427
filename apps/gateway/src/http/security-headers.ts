import type { HelmetOptions } from 'helmet';

/**
 * What every answer says to browsers. The page may load and reach nothing but its own gateway; its
 * worklet is a script of its own, and its sound comes over a WebSocket.
 */
export const SECURITY_HEADERS: Readonly<HelmetOptions> = {
  contentSecurityPolicy: {
    useDefaults: false, // they would turn http:// and ws:// into their encrypted kin
    directives: {
      defaultSrc: ["'self'"],
      connectSrc: ["'self'", 'ws:', 'wss:'],
      imgSrc: ["'self'", 'data:'],
      mediaSrc: ["'self'", 'blob:'],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      objectSrc: ["'none'"],
    },
  },
  crossOriginResourcePolicy: { policy: 'same-origin' }, // listed origins ask with CORS, which is not bound by it
  referrerPolicy: { policy: 'no-referrer' }, // an address may hold a key
  strictTransportSecurity: false, // for whoever ends TLS to decide
};

/** What pages of listed origins may read of an answer. */
const READABLE_HEADERS = [
  'X-Request-Id',
  'Retry-After',
  'Server-Timing',
  'X-Audio-Sample-Rate',
  'X-Audio-Channels',
  'X-Word-Timestamps',
  'X-Word-Timestamps-Omitted',
];

const PREFLIGHT_SECONDS = 600;

/** Lets the pages of listed origins ask, and read what they get. */
export const corsFor = (origins: readonly string[]) => ({
  origin: [...origins],
  methods: ['GET', 'HEAD', 'POST', 'DELETE'],
  exposedHeaders: READABLE_HEADERS,
  maxAge: PREFLIGHT_SECONDS,
});
