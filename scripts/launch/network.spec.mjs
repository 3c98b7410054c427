import { createServer } from 'node:net';

import { describe, expect, it } from '@jest/globals';

import { answers, claimPort, freePort, localUrl, until } from './network.mjs';

const listening = (work) =>
  new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      work(server.address().port)
        .then(resolve, reject)
        .finally(() => server.close());
    });
  });

describe(claimPort.name, () => {
  it('says which port is taken and how to choose another', () =>
    listening(async (port) => {
      await expect(claimPort(port, '127.0.0.1', '--port')).rejects.toThrow(
        new RegExp(`Port ${port} is in use.*--port ${port + 1}`),
      );
    }));

  it('finds a free port when asked for 0', async () => {
    expect(await claimPort(0, '127.0.0.1', '--port')).toBeGreaterThan(0);
  });
});

describe(answers.name, () => {
  it('tells a listening port from a free one', async () => {
    expect(await listening((port) => answers(port, '127.0.0.1'))).toBe(true);
    expect(await answers(await freePort(), '127.0.0.1')).toBe(false);
  });
});

describe(until.name, () => {
  const often = { everyMs: 1, signal: undefined };

  it('asks again until the answer is yes', async () => {
    let asked = 0;
    const probe = async () => (asked += 1) === 3;
    expect(await until(probe, { ...often, timeoutMs: 5000 })).toBe(true);
    expect(asked).toBe(3);
  });

  it('gives up when the time is over', async () => {
    expect(await until(async () => false, { ...often, timeoutMs: 5 })).toBe(false);
  });

  it('stops at once when aborted', async () => {
    const signal = AbortSignal.abort();
    const waiting = until(async () => false, { everyMs: 60_000, timeoutMs: 60_000, signal });
    await expect(waiting).rejects.toThrow('aborted');
  });
});

describe(localUrl.name, () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:8000'],
    ['0.0.0.0', 'http://127.0.0.1:8000'],
    ['::', 'http://[::1]:8000'],
    ['localhost', 'http://localhost:8000'],
  ])('reaches %s as %s', (host, url) => {
    expect(localUrl(8000, host)).toBe(url);
  });
});
