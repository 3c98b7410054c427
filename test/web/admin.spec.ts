import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { wavHeader } from '@chorale/audio';
import { eventually, type PrivateRedis, startPrivateRedis } from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { z } from 'zod';

import { SpawnedAdmin } from '../processes/spawned-admin.js';
import { SpawnedGateway } from '../processes/spawned-gateway.js';

import { AdminPage } from './admin-page.js';
import { openBrowser } from './browser.js';
import { FakeFleet, WAITING_TEXT } from './fake-fleet.js';

jest.setTimeout(60_000);

const OPERATOR = 'the-token-of-operators';
const VIEWER = 'the-token-of-viewers';
const GATEWAY = 'gateway-eu-1-5f2a9c';
const SESSION = `${GATEWAY}-s0499`;
const SHUT_GATEWAY = 'gateway-eu-2-71bb0e';

const RATE = 16_000;
const SECONDS = 2;
const SILENCE = Buffer.concat([
  wavHeader(RATE, 1, 2 * RATE * SECONDS),
  Buffer.alloc(2 * RATE * SECONDS),
]);

let redis: PrivateRedis;
let fleet: FakeFleet;
let gateway: SpawnedGateway;
let uploads: string;
let admin: SpawnedAdmin;
let replica: SpawnedAdmin;
let browser: Browser;
let page: AdminPage;

/** Fakes hold no voices: a real gateway beside them does, which the fleet knows nothing of. */
const aGateway = (): Promise<SpawnedGateway> =>
  SpawnedGateway.start({
    ...{ REDIS_URL: redis.url, REDIS_KEY_PREFIX: `{${randomUUID()}}` },
    UPLOADED_VOICES_DIR: uploads,
  });

const anAdmin = (prefix: string): Promise<SpawnedAdmin> =>
  SpawnedAdmin.start({
    ...{ REDIS_URL: redis.url, REDIS_KEY_PREFIX: prefix, ADMIN_GATEWAY_URL: gateway.url },
    ...{ ADMIN_TOKEN: OPERATOR, ADMIN_VIEWER_TOKEN: VIEWER },
  });

beforeAll(async () => {
  redis = await startPrivateRedis();
  const prefix = `{${randomUUID()}}`;
  uploads = await mkdtemp(join(tmpdir(), 'chorale-uploads-'));
  [fleet, gateway] = await Promise.all([FakeFleet.start(redis.url, prefix), aGateway()]);
  [admin, replica, browser] = await Promise.all([anAdmin(prefix), anAdmin(prefix), openBrowser()]);
  page = await AdminPage.open(browser, admin.url);
});

afterAll(async () => {
  await browser.close();
  await Promise.all([admin.stop(), replica.stop(), gateway.stop()]);
  await fleet.close();
  await redis.stop();
  await rm(uploads, { recursive: true });
});

const post = (path: string, headers: Readonly<Record<string, string>>, body: unknown) =>
  fetch(new URL(path, admin.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** Names of the board's queues in which something waits. */
const queuesWithJobs = async (cookie: string): Promise<readonly string[]> => {
  const board = await fetch(new URL('/queues/api/queues', admin.url), { headers: { cookie } });
  const { queues } = BOARD.parse(await board.json());
  return queues.filter(({ counts }) => (counts['prioritized'] ?? 0) > 0).map(({ name }) => name);
};

const BOARD = z.object({
  queues: z.array(z.object({ name: z.string(), counts: z.record(z.string(), z.number()) })),
});

/** These follow one visit from the login on: each goes on where the one before left the page. */
describe('the admin page', () => {
  it('lets nobody in who does not know the token', async () => {
    await page.logIn('not-the-token-at-all');
    await page.page.getByText('This token is not known.').waitFor();
    expect(await page.photograph('login')).toEqual([]);
    await page.logIn(OPERATOR);
    await page.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });

  it('shows who is there and how they do', async () => {
    await page.row(GATEWAY).first().waitFor();
    expect(await page.row('vits').count()).toBe(2);
    await page.page.getByText('Live', { exact: true }).waitFor();
    await eventually(
      async () =>
        Number(
          await page.page
            .getByRole('region', { name: 'Speaking now' })
            .locator('.figure-value')
            .textContent(),
        ) > 600,
      { timeoutMs: 15_000 },
    );
    expect(await page.photograph('overview')).toEqual([]);
  });

  it('drains a worker and lets it go on', async () => {
    await page.button(/^Drain worker-gpu/).click();
    await page.page.getByRole('dialog').getByRole('button', { name: 'Drain' }).click();
    await page.row('worker-gpu').getByText('draining').waitFor();
    await page.button(/^Resume worker-gpu/).click();
    await page.page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
    await page.row('worker-gpu').getByText('running').waitFor();
  });

  it('holds a thousand sessions, of which only those in sight exist', async () => {
    await page.visit('sessions', 'Sessions');
    await page.page.getByText('1,000 of 1,000').waitFor();
    const links = page.page.getByRole('region', { name: 'Session list' }).getByRole('link');
    expect(await links.count()).toBeLessThan(40);
    expect(await page.photograph('sessions')).toEqual([]);
    await page.page.getByRole('region', { name: 'Session list' }).hover();
    const load = await page.loadDuring(async () => {
      await page.page.mouse.wheel(0, 60_000);
      await page.page.getByText('s0000').first().waitFor();
      for (let change = 0; change < 5; change++) await page.changeOf('Session list');
    });
    expect(load).toBeLessThan(0.3); // it would take clicks and keys at any time
    await page.page.getByLabel('Search sessions').fill('s0499');
    await page.page.getByText('2 of 1,000').waitFor();
  });

  it('shows how each sentence of a session went', async () => {
    await page.page.locator(`a[href="#/sessions/${SESSION}"]`).click();
    await page.page.getByText('attempt 2').waitFor();
    expect(await page.photograph('session')).toEqual([]);
  });

  it('shows what a session says when it is asked for, and hides it again', async () => {
    const secret = page.page.getByText('the invoice');
    const text = page.page.getByRole('region', { name: 'Text', exact: true });
    await text.getByText('Each look goes into the audit log').waitFor();
    expect([await secret.count(), fleet.questions]).toEqual([0, []]);
    await page.button('Show text').click();
    await secret.waitFor();
    await text.getByText('3 earlier sentences are no longer kept').waitFor();
    expect(fleet.questions).toMatchObject([{ gateway: GATEWAY, session: SESSION }]);
    expect(await page.photograph('session-text')).toEqual([]);
    await page.button('Hide text').click();
    expect(await secret.count()).toBe(0);
  });

  it('says where text is switched off, and by what', async () => {
    const other = await page.another(`/#/sessions/${SHUT_GATEWAY}-s0499`);
    await other.page.getByText('ALLOW_TEXT_VIEW=false').waitFor();
    expect(await other.button('Show text').count()).toBe(0);
    expect(await other.photograph('session-text-off')).toEqual([]);
    await other.page.close();
  });

  it('ends a session', async () => {
    await page.button(/^Cancel session/).click();
    await page.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.page.getByText('This session has ended').waitFor();
    expect(fleet.orders).toContainEqual({
      kind: 'cancelSession',
      gateway: GATEWAY,
      session: SESSION,
    });
  });

  it('makes a key that is shown once, on every admin process, and revokes it', async () => {
    const other = await AdminPage.open(browser, replica.url);
    await other.logIn(OPERATOR);
    await other.visit('keys', 'Keys');
    await page.visit('keys', 'Keys');
    expect(await page.photograph('keys-empty')).toEqual([]);
    await page.button('New key').click();
    await page.page.getByLabel('Name').fill('Phone app');
    await page.page.getByLabel('Tenant').fill('acme');
    await page.page.getByLabel('Sessions at a time').fill('20');
    await page.button('Make key').click();
    await page.page.getByText('This is the only time').waitFor();
    expect(await page.photograph('key-made')).toEqual([]);
    await page.button('Done').click();
    expect(await page.photograph('keys')).toEqual([]);
    await other.row('Phone app').waitFor();
    await other.button('Revoke Phone app').click();
    await other.page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.page.getByText('No keys yet').waitFor();
    await other.close();
  });

  it('keeps a voice with who agreed to it, plays voices, and forgets the one', async () => {
    await page.visit('voices', 'Voices');
    await page.page.getByText('No voice was uploaded').waitFor();
    await page.button('Upload').click();
    const form = page.page.getByRole('dialog');
    await form.getByLabel('Name').fill('Ann');
    await form.getByLabel('Consent').fill('Signed on paper, folder 7');
    const clip = { name: 'ann.wav', mimeType: 'audio/wav', buffer: SILENCE };
    await form.getByLabel('Clip').setInputFiles(clip);
    expect(await page.photograph('voice-upload')).toEqual([]);
    await form.getByRole('button', { name: 'Upload' }).click();
    await page.row('Ann').getByText('folder 7').waitFor();
    expect(await page.photograph('voices')).toEqual([]);
    await page.page.route('**/api/voices/listen', (route) =>
      route.fulfill({ contentType: 'audio/wav', body: SILENCE }),
    );
    await page.button('Listen to bf_emma').click();
    await page.button('Stop').click();
    await page.button('Delete Ann').click();
    await page.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.page.getByText('No voice was uploaded').waitFor();
  });

  it('shows queues, what failed and what was done', async () => {
    await page.visit('queue', 'Queue');
    await page.row('gpu').waitFor();
    await page.row('model_failed').waitFor();
    expect(await page.photograph('queue')).toEqual([]);
    await page.visit('audit', 'Audit');
    await page.row('voice.delete').first().waitFor();
    await page.row('key.revoke').first().waitFor();
    await page.row('worker.undrain').first().waitFor();
    expect(await page.photograph('audit')).toEqual([]);
  });

  it('leads to the board of the queues', async () => {
    // bull-board's page is its own: it asks another server for fonts, which is never sent.
    const board = await page.another('/queues/');
    await board.page.getByText('1 Job').waitFor();
    await board.photograph('board');
    expect(board.complaints.filter((each) => !each.includes('fonts.googleapis'))).toEqual([]);
    await board.page.close();
  });

  it('can be used with the keyboard alone', async () => {
    await page.visit('sessions', 'Sessions');
    await page.page.keyboard.press('Tab');
    await page.page.keyboard.type('blue-radio');
    await page.page.getByText(/^33\d of/).waitFor();
    await page.tabTo('a.session-row');
    await page.page.keyboard.press('Enter');
    await page.page.getByRole('link', { name: 'All sessions' }).waitFor();
  });

  it('broke no rule of its own on the way', () => {
    expect(page.complaints).toEqual([]);
  });
});

describe('a viewer', () => {
  it('sees everything and may change nothing', async () => {
    const viewer = await AdminPage.open(browser, admin.url);
    await viewer.logIn(VIEWER);
    await viewer.row(GATEWAY).first().waitFor();
    expect(await viewer.button(/^Drain/).count()).toBe(0);
    await viewer.page.goto(`${admin.url}/#/sessions/${GATEWAY}-s0001`);
    await viewer.page.getByText('Only operators may ask for it').waitFor();
    expect(await viewer.button('Show text').count()).toBe(0);
    const status = await viewer.page.evaluate(async () => {
      const init = { method: 'DELETE', headers: { 'X-Chorale-Admin': '1' } };
      return (await fetch('/api/keys/abc', init)).status;
    });
    expect(status).toBe(403);
    await viewer.close();
  });
});

describe('the door of the admin app', () => {
  it('lets one look into the queue, but neither change it nor read what is to be spoken', async () => {
    const own = { 'x-chorale-admin': '1' };
    const answer = await post('/api/session', own, { token: OPERATOR });
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const [name] = await queuesWithJobs(cookie);
    const path = `/queues/api/queues/${encodeURIComponent(name ?? '')}`;
    expect((await post(`${path}/pause`, { ...own, cookie }, {})).status).toBe(405);
    const list = `/queues/api/queues?activeQueue=${encodeURIComponent(name ?? '')}&status=prioritized`;
    const jobs = await (await fetch(new URL(list, admin.url), { headers: { cookie } })).text();
    expect(jobs).toContain('(not shown)');
    expect(jobs).not.toContain(WAITING_TEXT);
  });

  it('keeps the login from scripts and from other sites', async () => {
    const own = { 'x-chorale-admin': '1' };
    expect((await post('/api/session', {}, { token: OPERATOR })).status).toBe(403);
    const answer = await post('/api/session', own, { token: OPERATOR });
    expect(answer.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict/);
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const order = { kind: 'drainGateway', gateway: GATEWAY, draining: true };
    const foreign = { ...own, cookie, origin: 'https://evil.example' };
    expect((await post('/api/control', foreign, order)).status).toBe(403);
    expect(
      (await post('/api/control', { ...own, cookie }, { ...order, kind: 'explode' })).status,
    ).toBe(400);
    expect((await post('/api/control', { ...own, cookie }, order)).status).toBe(202);
    await post('/api/control', { ...own, cookie }, { ...order, draining: false });
  });
});
