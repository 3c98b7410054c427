import { createServer } from 'node:net';

import { audioOf, eventually, SpeechClient } from '@chorale/testing';
import { afterEach, describe, expect, it } from '@jest/globals';

import { isRunning, Launcher } from './launcher.js';

const PATIENT = { timeoutMs: 20_000 };
// Looks into /proc; and only Linux lets a process ask to die with its parent.
const onLinux = process.platform === 'linux' ? it : it.skip;

const bytesSpoken = async (url: string): Promise<number> => {
  const client = await SpeechClient.connect(url);
  client.send(
    { type: 'session.config', response_format: 'pcm', stream_audio: true },
    { type: 'input.text', text: 'Hello there.' },
    { type: 'input.done' },
  );
  const received = await client.until('session.done', PATIENT);
  client.socket.close();
  return audioOf(received).byteLength;
};

describe('npm start', () => {
  const started: Launcher[] = [];
  const launch = (...flags: readonly string[]): Launcher => {
    const launcher = new Launcher('--port', '0', '--execution-providers', 'cpu', ...flags);
    started.push(launcher);
    return launcher;
  };

  afterEach(async () => {
    await Promise.all(started.splice(0).map((launcher) => launcher.end('SIGTERM')));
  });

  onLinux(
    'speaks with a private Redis and several workers, and leaves nothing running',
    async () => {
      const launcher = launch('--workers', '2', '--inference-threads', '1');
      expect(await bytesSpoken(await launcher.socketUrl())).toBeGreaterThan(10_000);
      expect(launcher.output).toContain('private Redis');
      const children = launcher.children();
      expect(children).toHaveLength(4); // Redis, the gateway, two workers
      expect(await launcher.end('SIGINT')).toBe(0);
      expect(children.filter(isRunning)).toEqual([]);
    },
    120_000,
  );

  it('speaks in one process without Redis', async () => {
    const launcher = launch('--embedded');
    expect(await bytesSpoken(await launcher.socketUrl())).toBeGreaterThan(10_000);
    expect(launcher.output).toContain('Everything runs in one process');
    expect(await launcher.end('SIGTERM')).toBe(0);
  }, 120_000);

  onLinux(
    'takes everything with it when it is killed',
    async () => {
      const launcher = launch('--inference-threads', '1');
      await launcher.socketUrl();
      const children = launcher.children();
      expect(children).toHaveLength(3);
      await launcher.end('SIGKILL');
      await eventually(() => !children.some(isRunning), PATIENT);
    },
    120_000,
  );

  it('says which port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    const address = await eventually(() => server.address());
    const port = typeof address === 'object' ? address?.port : undefined;
    const launcher = launch('--port', String(port));
    expect(await launcher.exited()).toBe(1);
    expect(launcher.output).toContain(`Port ${port} is in use`);
    server.close();
  }, 60_000);

  it('lists everything that is wrong with its settings', async () => {
    const launcher = launch('--host', '0.0.0.0', '--workers', 'many', '--prot', '1');
    expect(await launcher.exited()).toBe(1);
    for (const name of ['HOST', 'WORKERS', '--prot']) expect(launcher.output).toContain(name);
  }, 60_000);
});
