import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '@chorale/testing';

import { GatewayUnderTest, useGateway } from './gateway-under-test.js';

interface VoiceList {
  readonly voices: readonly string[];
  readonly uploaded_voices: readonly unknown[];
}

const voiceList = (body: unknown) => body as VoiceList; // the assertions would notice anything else

describe('the HTTP side of a gateway', () => {
  const gateway = useGateway();

  const get = (path: string) => fetch(`${gateway().url}${path}`);

  it.each([
    ['/health', { status: 'healthy' }],
    ['/health/ready', { status: 'ready' }],
    ['/ready', { status: 'ready' }],
  ])('says at %s how it is', async (path, body) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(body);
  });

  it('serves its page, which may load and reach nothing foreign', async () => {
    const response = await get('/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-powered-by')).toBeNull();
  });

  it('lists the names of its voices in lower case, sorted', async () => {
    const list = voiceList(await (await get('/v1/audio/voices')).json());
    expect(list.voices).toEqual([...list.voices].sort());
    expect(list.voices).toEqual(expect.arrayContaining(['alloy', 'fake', 'fake-de', 'vivian']));
    expect(list.uploaded_voices).toEqual([]);
  });

  it('counts its sessions', async () => {
    await gateway().connect();
    expect(await (await get('/metrics')).text()).toMatch(/^chorale_sessions 1$/m);
  });

  it.each(['/nothing', '/v1/audio/speech/stream'])('has no page at %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json'])(
    'serves nothing beside its page: %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  it('answers errors in one shape, and quotes nothing of the request', async () => {
    const response = await get('/nothing<script>');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: { message: 'Not Found', type: 'Not Found', param: null, code: 404 },
    });
  });
});

describe('a gateway whose last worker has left', () => {
  it('takes sessions but says that it cannot speak', async () => {
    const clock = new FakeClock();
    const service = await GatewayUnderTest.start({}, clock);
    await service.speaker.leave();
    await clock.advance(1_000);
    const ready = await fetch(`${service.url}/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ status: 'unavailable', reason: 'no worker is running' });
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    await service.stop();
  });
});
