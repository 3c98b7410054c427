import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '@chorale/speech';
import { FakeClock } from '@chorale/testing';

import type { OutgoingSocket, SocketLimits } from './client-socket.js';
import { ClientSocket } from './client-socket.js';

const MEBI = 1024 * 1024;

/** A socket whose client takes frames only when told to. */
class FakeOutgoingSocket implements OutgoingSocket {
  readonly OPEN = 1;
  readyState = 1;
  readonly log: string[] = [];
  readonly #waiting: { readonly bytes: number; readonly left: () => void }[] = [];

  get bufferedAmount(): number {
    return this.#waiting.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  send(data: string | Uint8Array, options: { readonly fin: boolean }, left: () => void): void {
    this.log.push(`${data.length}${options.fin ? '' : '+'}`);
    this.#waiting.push({ bytes: data.length, left });
  }

  close(code: number, reason: string): void {
    this.log.push(`close ${code} ${reason}`);
    this.readyState = 2;
  }

  terminate(): void {
    this.log.push('terminate');
    this.readyState = 3;
  }

  /** The client takes the next frame. */
  take(): void {
    this.#waiting.shift()?.left();
  }

  takeAll(): void {
    while (this.#waiting.length > 0) this.take();
  }
}

describe(ClientSocket.name, () => {
  let socket: FakeOutgoingSocket;
  let clock: FakeClock;
  let events: string[];
  let client: ClientSocket;

  const open = (limits: Partial<SocketLimits> = {}, time: Clock = clock) => {
    const wide = { backlogBytes: 1e9, excessBytes: 1e9, stallMs: 30_000 };
    const listener = {
      blocked: () => events.push('blocked'),
      drained: () => events.push('drained'),
      emptied: () => events.push('emptied'),
      stalled: (backlog: number) => events.push(`stalled ${backlog}`),
    };
    return new ClientSocket(socket, { ...wide, ...limits }, listener, time);
  };

  beforeEach(() => {
    socket = new FakeOutgoingSocket();
    clock = new FakeClock();
    events = [];
    client = open();
  });

  it('is full at its limit, and has room again when half of it has left', () => {
    client = open({ backlogBytes: 1000 });
    for (let sent = 0; sent < 4; sent += 1) client.send(new Uint8Array(250));
    expect(events).toEqual(['blocked']);
    socket.take();
    expect(events).toEqual(['blocked']);
    socket.take();
    expect(events).toEqual(['blocked', 'drained']);
    expect(client.backlog).toBe(500);
  });

  it('says when the client has caught up', () => {
    client.send('abc');
    client.send('def');
    socket.take();
    expect(events).toEqual([]);
    socket.take();
    expect(events).toEqual(['emptied']);
  });

  it('writes little at a time, so that progress is seen', async () => {
    for (let sent = 0; sent < 4; sent += 1) client.send(new Uint8Array(64 * 1024));
    expect(socket.log).toEqual(['65536']);
    await clock.advance(29_000);
    socket.take();
    await clock.advance(29_000);
    expect(socket.log).toEqual(['65536', '65536']);
    expect(client.backlog).toBe(3 * 64 * 1024);
  });

  it('cuts a large message into frames and leaves others whole', () => {
    client.send(new Uint8Array(2 * MEBI + 1));
    socket.takeAll();
    client.send('x'.repeat(2 * MEBI));
    client.send(new Uint8Array(MEBI));
    client.send(new Uint8Array(0));
    socket.takeAll();
    expect(socket.log).toEqual([`${MEBI}+`, `${MEBI}+`, '1', `${2 * MEBI}`, `${MEBI}`, '0']);
  });

  it('gives up a client that takes nothing for 30 s', async () => {
    client.send('abc');
    await clock.advance(30_000);
    expect(events).toEqual(['stalled 3']);
    expect(socket.log).toEqual(['3', 'close 4008 slow_consumer', 'terminate']);
  });

  it('gives up a full client that goes on asking for answers', () => {
    client = open({ backlogBytes: 1000, excessBytes: 500 });
    client.send(new Uint8Array(1000));
    client.send('x'.repeat(500));
    expect(events).toEqual(['blocked']);
    client.send('x');
    expect(events).toEqual(['blocked', 'stalled 1501']);
    expect(socket.log.at(-1)).toBe('terminate');
  });

  it('says goodbye at once when nothing waits', () => {
    client.close(1000, 'done');
    expect(socket.log).toEqual(['close 1000 done']);
  });

  it('says goodbye only when the client has taken the rest', () => {
    client.send('abc');
    client.close(1000, 'done');
    expect(socket.log).toEqual(['3']);
    socket.take();
    expect(socket.log).toEqual(['3', 'close 1000 done']);
    expect(events).toEqual([]);
  });

  it('gives up a client that does not take the rest', async () => {
    client.send('abc');
    client.close(1000, 'done');
    await clock.advance(30_000);
    expect(socket.log.slice(1)).toEqual(['close 4008 slow_consumer', 'terminate']);
  });

  it('keeps a client that took something while this process was stopped', async () => {
    const after: Clock['after'] = (ms, late) =>
      clock.after(ms, () => {
        late();
        socket.take(); // timers come first when a process wakes, then what its sockets have to tell
      });
    client = open({}, { now: () => clock.now(), after });
    client.send('abc');
    await clock.advance(30_000);
    expect(events).toEqual(['emptied']);
  });

  it('sends nothing to a socket that is closing, and leaves no timer', async () => {
    client.send('abc');
    socket.readyState = 2;
    client.send('def');
    client.forget();
    socket.take();
    await clock.advance(60_000);
    expect(socket.log).toEqual(['3']);
    expect(events).toEqual([]);
  });
});
