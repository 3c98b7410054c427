import { describe, expect, it } from '@jest/globals';

import { useGateway } from './gateway-under-test.js';

const LISTED = 'https://app.example';

const VOICES = '/v1/audio/voices';

describe('what guards the HTTP side', () => {
  const gateway = useGateway({ ALLOWED_ORIGINS: LISTED });

  const ask = (path: string, init: RequestInit = {}) => fetch(`${gateway().url}${path}`, init);

  it('tells a wrong method from a wrong address, and which would be right', async () => {
    const response = await ask(VOICES, { method: 'PATCH' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')?.split(', ')).toEqual(
      expect.arrayContaining(['GET', 'HEAD']),
    );
    expect(await response.json()).toEqual({
      error: { message: 'Method Not Allowed', type: 'Method Not Allowed', param: null, code: 405 },
    });
  });

  it.each(['abc-1.2:3', 'x'.repeat(128)])(
    'gives an answer the id that its request brought: %s',
    async (id) => {
      const response = await ask('/health', { headers: { 'x-request-id': id } });
      expect(response.headers.get('x-request-id')).toBe(id);
    },
  );

  it.each(['', 'a b', '<script>', 'x'.repeat(129)])('makes an id where %j came', async (id) => {
    const response = await ask('/nothing', { headers: { 'x-request-id': id } });
    expect(response.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });

  it('refuses a body that is too large, and one that is not JSON', async () => {
    const post = (body: string) =>
      ask('/v1/nothing', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect((await post(`"${'x'.repeat(17 * 1024 * 1024)}"`)).status).toBe(413);
    const broken = await post('{"input": "secret');
    expect(broken.status).toBe(400);
    expect(await broken.text()).not.toContain('secret');
  });

  it('refuses an encoding that it does not know', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'zstd-9' };
    const response = await ask('/v1/nothing', { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(415);
  });

  it('lets the pages of listed origins ask, and read the answers', async () => {
    const preflight = await ask(VOICES, {
      method: 'OPTIONS',
      headers: { origin: LISTED, 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(LISTED);
    const response = await ask(VOICES, { headers: { origin: LISTED } });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(LISTED);
    expect(response.headers.get('access-control-expose-headers')).toContain('X-Request-Id');
  });

  it('turns other pages away', async () => {
    const response = await ask(VOICES, { headers: { origin: 'https://evil.example' } });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(await response.json()).toMatchObject({ error: { type: 'ForbiddenError', code: 403 } });
  });

  it('tells browsers to trust its answers no further than needed', async () => {
    const { headers } = await ask('/health');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("object-src 'none'");
  });
});
