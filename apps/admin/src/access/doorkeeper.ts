import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Clock } from '@chorale/speech';

import type { Login, LoginSessions } from './login-session.js';
import { isSameOrigin, OWN_HEADER } from './same-origin.js';

const COOKIE = 'chorale_admin';

/** Express's request knows its path without the query. */
export type PathRequest = IncomingMessage & { readonly path: string };

/** Why a request is turned away. */
export interface Rejection {
  readonly status: 401 | 403;
  readonly message: string;
}

const LOG_IN: Rejection = { status: 401, message: 'Please log in.' };
const FOREIGN: Rejection = { status: 403, message: 'This did not come from the admin page.' };
const VIEWER: Rejection = {
  status: 403,
  message: 'Viewers may neither change anything nor read texts.',
};

/** Where one logs in and out: nobody is logged in yet. */
const LOGIN_PATH = '/api/session';

/** Decides who may ask for what. */
export class Doorkeeper {
  constructor(
    private readonly sessions: LoginSessions,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** Who asks; null for somebody who is not logged in. */
  loginOf(request: Pick<IncomingMessage, 'headers'>): Login | null {
    const cookie = cookieIn(request.headers.cookie ?? '');
    return cookie === null ? null : this.sessions.read(cookie, this.clock.now());
  }

  /** Why the request may not go on; null if it may. */
  judge(request: PathRequest): Rejection | null {
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    if (changes && !isOurPage(request)) return FOREIGN;
    if (request.path === LOGIN_PATH) return null;
    const login = this.loginOf(request);
    if (login === null) return LOG_IN;
    return changes && login.role !== 'operator' ? VIEWER : null;
  }

  /** True for a live connection of somebody who is logged in, from our own page. */
  admitsLive(request: IncomingMessage): boolean {
    return isSameOrigin(request) && this.loginOf(request) !== null;
  }
}

const isOurPage = (request: IncomingMessage): boolean =>
  isSameOrigin(request) && request.headers[OWN_HEADER] === '1';

const cookieIn = (header: string): string | null => {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? null;
};

/** Lets the browser keep a login; `null` makes it forget. Scripts never see it, and no other site's request carries it. */
export const setCookie = (
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  login: { readonly cookie: string; readonly maxAgeSeconds: number } | null,
): void => {
  const { cookie, maxAgeSeconds } = login ?? { cookie: '', maxAgeSeconds: 0 };
  const secure = request.headers['x-forwarded-proto'] === 'https' ? '; Secure' : '';
  response.setHeader(
    'Set-Cookie',
    `${COOKIE}=${cookie}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`,
  );
};
