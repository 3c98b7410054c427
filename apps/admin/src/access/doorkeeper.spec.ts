import { describe, expect, it } from '@jest/globals';

import type { PathRequest } from './doorkeeper.js';
import { Doorkeeper } from './doorkeeper.js';
import type { Role } from './login-session.js';
import { LoginSessions } from './login-session.js';

const sessions = new LoginSessions({ operator: 'operator', viewer: 'viewer' }, 1_000);
const door = new Doorkeeper(sessions, { now: () => 500 });

const cookieOf = (role: Role): string => `theme=dark; chorale_admin=${sessions.issue(role, 0)}`;

const OURS = { host: 'admin.example', 'x-chorale-admin': '1' };

const aRequest = (method: string, headers: object, path = '/api/keys') =>
  ({ method, path, headers: { host: 'admin.example', ...headers } }) as PathRequest; // all that is read of one

const statusOf = (request: PathRequest): number => door.judge(request)?.status ?? 200;

describe(Doorkeeper.name, () => {
  it.each([
    ['nobody may look', 'GET', {}, 401],
    ['a viewer may look', 'GET', { cookie: cookieOf('viewer') }, 200],
    ['a viewer may change nothing', 'POST', { ...OURS, cookie: cookieOf('viewer') }, 403],
    ['an operator may', 'POST', { ...OURS, cookie: cookieOf('operator') }, 200],
    ['a form of another site may not', 'POST', { cookie: cookieOf('operator') }, 403],
    ['nobody may change a thing', 'DELETE', OURS, 401],
  ])('%s', (_, method, headers, status) => {
    expect(statusOf(aRequest(method, headers))).toBe(status);
  });

  it.each([
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['same-site', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['no origin at all', { origin: 'null' }],
  ])('turns away what comes from a page of %s', (_, headers) => {
    const whole = { ...OURS, ...headers, cookie: cookieOf('operator') };
    expect(statusOf(aRequest('POST', whole))).toBe(403);
    expect(door.admitsLive(aRequest('GET', whole))).toBe(false);
  });

  it('lets its own page in, whatever stands before it', () => {
    const own = { origin: 'https://admin.example', 'sec-fetch-site': 'same-origin' };
    const headers = { ...OURS, ...own, cookie: cookieOf('operator') };
    expect(statusOf(aRequest('POST', headers))).toBe(200);
    expect(door.admitsLive(aRequest('GET', headers))).toBe(true);
  });

  it('lets nobody log in from another page', () => {
    expect(statusOf(aRequest('POST', OURS, '/api/session'))).toBe(200);
    expect(statusOf(aRequest('POST', {}, '/api/session'))).toBe(403);
  });

  it('forgets a login that is over', () => {
    const late = new Doorkeeper(sessions, { now: () => 1_001 });
    expect(late.loginOf(aRequest('GET', { cookie: cookieOf('viewer') }))).toBeNull();
  });
});
