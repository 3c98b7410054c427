import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { gatewayId } from '@chorale/speech';
import { eventually } from '@chorale/testing';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { useGateway } from './gateway-under-test.js';
import { refusalOf, RestCall } from './rest-call.js';

const KEY = 'k'.repeat(32);

const BEARER = { headers: { Authorization: `Bearer ${KEY}` } };

const folder = mkdtempSync(join(tmpdir(), 'chorale-profiles-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a gateway that may record profiles', () => {
  const gateway = useGateway({ PROFILE_DIR: folder, API_KEYS: KEY });
  const call = new RestCall(gateway);
  const ask = (path: string) => call.post(path, '', BEARER);

  const startedElsewhere: string[] = [];
  let leave: () => Promise<void>;
  beforeEach(async () => {
    leave = await gateway().admin.controlBus.subscribe((order) => {
      if (order.kind === 'profile') startedElsewhere.push(order.recording ?? 'end');
    });
  });
  afterEach(() => leave());

  it('records between start and stop, has all others record too, and says so as upstream does', async () => {
    for (const path of ['/start_profile', '/stop_profile']) {
      const response = await ask(path);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ status: 'SUCCESS' });
    }
    const [profile = '', ...more] = readdirSync(folder);
    expect(more).toEqual([]);
    expect(profile).toMatch(/^\d{8}T\d{9}-g\.cpuprofile$/);
    expect(startedElsewhere).toEqual([profile.replace('-g.cpuprofile', ''), 'end']);
  });

  it('does what another gateway was told', async () => {
    const { controlBus } = gateway().admin;
    await controlBus.publish({ kind: 'profile', gateway: gatewayId('h'), recording: 'theirs' });
    await controlBus.publish({ kind: 'profile', gateway: gatewayId('h'), recording: null });
    await eventually(() => readdirSync(folder).includes('theirs-g.cpuprofile'));
  });

  it('says why it did not start or stop', async () => {
    const fault = (message: string) => ({
      status: 500,
      error: { message, type: 'InternalServerError', param: null, code: 500 },
    });
    expect(await refusalOf(await ask('/stop_profile'))).toEqual(
      fault('Failed to stop profiler: it is not running'),
    );
    await ask('/start_profile');
    expect(await refusalOf(await ask('/start_profile'))).toEqual(
      fault('Failed to start profiler: it is running already'),
    );
    await ask('/stop_profile');
  });

  it('asks for a key', async () => {
    expect((await call.post('/start_profile', '')).status).toBe(401);
  });
});

describe('a gateway that has no folder for profiles', () => {
  const gateway = useGateway();
  const call = new RestCall(gateway);

  it.each(['/start_profile', '/stop_profile'])('has nothing at %s', async (path) => {
    expect(await refusalOf(await call.post(path, ''))).toEqual({
      status: 404,
      error: { message: 'Not Found', type: 'Not Found', param: null, code: 404 },
    });
  });
});
