import { describe, expect, it } from '@jest/globals';

import { LoginSessions } from './login-session.js';

const HOUR = 3_600_000;
const TOKENS = { operator: 'the operators token', viewer: 'the viewers token' };

const sessions = (tokens: { operator: string; viewer: string | null } = TOKENS) =>
  new LoginSessions(tokens, HOUR);

describe(LoginSessions.name, () => {
  it('knows operators from viewers, and both from anybody else', () => {
    expect(sessions().roleOf(TOKENS.operator)).toBe('operator');
    expect(sessions().roleOf(TOKENS.viewer)).toBe('viewer');
    expect(sessions().roleOf('something else')).toBeNull();
    expect(sessions({ ...TOKENS, viewer: null }).roleOf(TOKENS.viewer)).toBeNull();
  });

  it('reads what another process with the same tokens issued, until it is over', () => {
    const cookie = sessions().issue('viewer', 1_000);
    expect(sessions().read(cookie, 1_000)).toMatchObject({ role: 'viewer', until: HOUR + 1_000 });
    expect(sessions().read(cookie, HOUR + 1_000)).toBeNull();
  });

  it('ends all logins when a token changes', () => {
    const cookie = sessions().issue('operator', 0);
    expect(sessions({ ...TOKENS, viewer: 'another' }).read(cookie, 1)).toBeNull();
  });

  it.each([
    ['nothing', () => ''],
    ['dots', () => '...'],
    ['a role that was raised', (cookie: string) => cookie.replace('viewer', 'operator')],
    ['a longer life', (cookie: string) => cookie.replace('3600000', '9600000')],
    ['another signature', (cookie: string) => `${cookie.slice(0, -4)}AAAA`],
    ['no signature', (cookie: string) => cookie.slice(0, cookie.lastIndexOf('.'))],
  ])('takes %s for nobody', (_, forge) => {
    expect(sessions().read(forge(sessions().issue('viewer', 0)), 1)).toBeNull();
  });
});
