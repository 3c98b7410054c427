import { z } from 'zod';

import { textLike, wholeNumber } from '../field.js';

import { isLoopback } from './gateway-env.js';

const token = () => textLike(/^\S{16,512}$/, 'be 16 to 512 characters without blanks').optional();

const guarded = z.object({ ADMIN_HOST: z.string(), ADMIN_TOKEN: z.string().optional() });

const isUnguarded = (value: unknown): boolean => {
  const { data } = guarded.safeParse(value);
  return data !== undefined && data.ADMIN_TOKEN === undefined && !isLoopback(data.ADMIN_HOST);
};

/** Where the admin app listens, and who may log in. */
export const adminEnv = z
  .object({
    /** TCP port of the admin app; 0 takes a free one. */
    ADMIN_PORT: wholeNumber(0, 65_535).prefault('8080'),
    /** Address of the admin app. Anything but a loopback address needs ADMIN_TOKEN. */
    ADMIN_HOST: textLike(/^[\w.:-]+$/, 'be a host name or an IP address').prefault('127.0.0.1'),
    /** What operators log in with, at least 16 characters; all admin processes need the same. Unset: one is made at the start and printed. */
    ADMIN_TOKEN: token(),
    /** What those log in with who may look and change nothing. Unset: there are none. */
    ADMIN_VIEWER_TOKEN: token(),
    /** Hours after which one has to log in again. */
    ADMIN_SESSION_HOURS: wholeNumber(1, 168).prefault('12'),
    /** Where the admin app reaches a gateway, to listen to voices and manage them. Unset: at the address that a gateway announces. */
    ADMIN_GATEWAY_URL: z
      .url({ protocol: /^https?$/, message: 'must be an http:// or https:// URL' })
      .optional(),
    /** API key that the admin app shows gateways, where they ask for one. */
    ADMIN_GATEWAY_KEY: z.string().optional(),
  })
  .refine((value) => !isUnguarded(value), {
    path: ['ADMIN_HOST'],
    message: 'would let other machines in with a token that nobody knows; set ADMIN_TOKEN',
    when: ({ value }) => guarded.safeParse(value).success,
  })
  .refine(
    ({ ADMIN_TOKEN, ADMIN_VIEWER_TOKEN }) =>
      ADMIN_VIEWER_TOKEN === undefined || ADMIN_VIEWER_TOKEN !== ADMIN_TOKEN,
    { path: ['ADMIN_VIEWER_TOKEN'], message: 'must differ from ADMIN_TOKEN' },
  );
