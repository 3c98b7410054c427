import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { FetchRules } from './fetch-guarded.js';
import { fetchGuarded } from './fetch-guarded.js';

const AUDIO = { 'content-type': 'Audio/WAV; x=1' };

const redirect =
  (location: string): RequestListener =>
  (_, response) =>
    response.writeHead(302, { location }).end();

/** What the host of the tests serves, by path. */
const PATHS: Readonly<Record<string, RequestListener>> = {
  '/clip': (_, response) => response.writeHead(200, AUDIO).end('sound'),
  '/page': (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('x'),
  '/packed': (_, response) =>
    response.writeHead(200, { ...AUDIO, 'content-encoding': 'gzip' }).end('x'),
  '/large': (_, response) => response.writeHead(200, AUDIO).end('x'.repeat(101)),
  '/endless': (_, response) => {
    response.writeHead(200, AUDIO);
    const more = (): void => {
      if (!response.destroyed) response.write('x'.repeat(50), more);
    };
    more();
  },
  '/silent': () => undefined,
  '/slow': (_, response) => response.writeHead(200, AUDIO).write('x'),
  '/moved': redirect('/clip'),
  '/inside': redirect('http://10.0.0.1/clip'),
  '/metadata': redirect('http://169.254.169.254/latest'),
  '/file': redirect('file:///etc/passwd'),
  '/round': redirect('/round'),
  '/1': redirect('/2'),
  '/2': redirect('/3'),
  '/3': redirect('/clip'),
};

describe(fetchGuarded.name, () => {
  let server: Server;
  let port: number;
  const seen: IncomingMessage[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request);
      const answer = PATHS[request.url ?? ''];
      if (answer === undefined) response.writeHead(404).end();
      else answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port; // it listens on TCP
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Names are resolved to this machine, which alone may be reached. */
  const rules = (over: Partial<FetchRules> = {}): FetchRules => ({
    schemes: ['http:', 'https:'],
    maxBytes: 100,
    timeoutMs: 5_000,
    acceptsType: (type) => type.startsWith('audio/'),
    mayReach: (address) => address === '127.0.0.1',
    resolve: () => Promise.resolve(['127.0.0.1']),
    ...over,
  });

  const get = (
    path: string,
    over: Partial<FetchRules> = {},
    signal = new AbortController().signal,
  ) => fetchGuarded(`http://clips.example:${port}${path}`, rules(over), signal);

  const refused = (reason: string) => ({ kind: 'refused', reason });

  it('fetches a clip from the address that was judged, under its own name', async () => {
    expect(await get('/clip')).toEqual({
      kind: 'fetched',
      bytes: new TextEncoder().encode('sound'),
      mediaType: 'audio/wav',
    });
    expect(seen.at(-1)?.headers.host).toBe(`clips.example:${port}`);
  });

  it('asks for the addresses of a name once, so that a second answer cannot differ', async () => {
    let asked = 0;
    const resolve = () => Promise.resolve(++asked === 1 ? ['127.0.0.1'] : ['10.0.0.1']);
    expect(await get('/clip', { resolve })).toMatchObject({ kind: 'fetched' });
    expect(asked).toBe(1);
  });

  it.each(['/moved', '/1'])('follows up to three redirects: %s', async (path) => {
    expect(await get(path)).toMatchObject({ kind: 'fetched' });
  });

  it('judges the address after each redirect', async () => {
    let asked = 0;
    const resolve = () => Promise.resolve(++asked === 1 ? ['127.0.0.1'] : ['10.0.0.1']);
    expect(await get('/moved', { resolve })).toEqual(
      refused('its address is not on the public internet'),
    );
  });

  it.each([
    ['/inside', 'its address is not on the public internet'],
    ['/metadata', 'its address is not on the public internet'],
    ['/file', 'its scheme is not allowed'],
    ['/round', 'it redirects more than 3 times'],
    ['/page', 'its media type is not allowed'],
    ['/packed', 'it is compressed'],
    ['/large', 'it is larger than 100 bytes'],
    ['/endless', 'it is larger than 100 bytes'],
    ['/missing', 'it answers with status 404'],
  ])('refuses %s: %s', async (path, reason) => {
    expect(await get(path)).toEqual(refused(reason));
  });

  it('reaches public addresses only, unless told otherwise', async () => {
    const before = seen.length;
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433', '0x7f.1'])
      expect(
        await fetchGuarded(
          `http://${host}:${port}/clip`,
          { schemes: ['http:'], maxBytes: 100, timeoutMs: 5_000, acceptsType: () => true },
          new AbortController().signal,
        ),
      ).toEqual(refused('its address is not on the public internet'));
    expect(seen).toHaveLength(before);
  });

  it('refuses a name of which one address is not public', async () => {
    const resolve = () => Promise.resolve(['127.0.0.1', '10.0.0.1']);
    expect(await get('/clip', { resolve })).toMatchObject({ kind: 'refused' });
  });

  it.each([
    ['ftp://clips.example/', 'its scheme is not allowed'],
    ['http://user:word@clips.example/', 'it holds credentials'],
    ['clips.example', 'it is not a URL'],
  ])('refuses %s', async (url, reason) => {
    expect(await fetchGuarded(url, rules(), new AbortController().signal)).toEqual(refused(reason));
  });

  it.each(['/silent', '/slow'])('gives up on %s when the time is over', async (path) => {
    expect(await get(path, { timeoutMs: 100 })).toEqual(refused('it took too long'));
  });

  it('gives up on a resolver that does not answer', async () => {
    const resolve = () => new Promise<readonly string[]>(() => undefined);
    expect(await get('/clip', { resolve, timeoutMs: 100 })).toEqual(refused('it took too long'));
  });

  it('says of a host that is not there only that it could not be fetched', async () => {
    const resolve = () => Promise.reject(new Error('ENOTFOUND'));
    expect(await get('/clip', { resolve })).toEqual(refused('it could not be fetched'));
  });

  it('rejects when its caller has gone', async () => {
    const controller = new AbortController();
    const fetching = get('/silent', {}, controller.signal);
    controller.abort(new Error('gone'));
    await expect(fetching).rejects.toThrow('gone');
  });
});
