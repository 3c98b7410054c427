import { describe, expect, it } from '@jest/globals';

import { adminEnv } from './admin-env.js';

const TOKEN = 'an-operators-token';

const problemsOf = (env: Readonly<Record<string, string>>) =>
  (adminEnv.safeParse(env).error?.issues ?? []).map(({ path }) => String(path[0]));

describe('adminEnv', () => {
  it('listens for this machine alone unless told otherwise', () => {
    expect(adminEnv.parse({})).toEqual({
      ADMIN_PORT: 8080,
      ADMIN_HOST: '127.0.0.1',
      ADMIN_SESSION_HOURS: 12,
    });
  });

  it('wants a token before it listens for others', () => {
    expect(problemsOf({ ADMIN_HOST: '0.0.0.0' })).toEqual(['ADMIN_HOST']);
    expect(problemsOf({ ADMIN_HOST: '0.0.0.0', ADMIN_TOKEN: TOKEN })).toEqual([]);
  });

  it.each([
    ['a short token', { ADMIN_TOKEN: 'short' }, 'ADMIN_TOKEN'],
    ['one token for both', { ADMIN_TOKEN: TOKEN, ADMIN_VIEWER_TOKEN: TOKEN }, 'ADMIN_VIEWER_TOKEN'],
    ['no address of a gateway', { ADMIN_GATEWAY_URL: 'gateway:8000' }, 'ADMIN_GATEWAY_URL'],
  ])('refuses %s', (_, env, name) => {
    expect(problemsOf({ ...env })).toEqual([name]);
  });
});
