import { describe, expect, it } from '@jest/globals';
import type { FakeScript } from '@chorale/testing';
import { eventually, FakeClock, FOR_EVER, linesOf } from '@chorale/testing';

import { GatewayUnderTest, useGateway } from './gateway-under-test.js';
import { useBusyGateway } from './neighbour.js';
import { frame, OPCODE, RawPeer } from './raw-peer.js';
import { cancel, config, DONE, errorLine, extended, streamed, text } from './wire.js';

const SPEECH_PATH = '/v1/audio/speech/stream';

const briefly: FakeScript = () => ({ chunks: [Uint8Array.of(1, 1)] });

/** Peers on a bare connection that have been granted a WebSocket. */
const upgraded = async ({ url }: GatewayUnderTest): Promise<RawPeer> => {
  const peer = await RawPeer.connect(url);
  await peer.ask(SPEECH_PATH);
  expect(await peer.answer()).toBe('HTTP/1.1 101 Switching Protocols');
  return peer;
};

describe('hostile peers', () => {
  const { gateway, neighbour } = useBusyGateway(briefly);

  it.each([
    ['a reserved kind of frame', frame(OPCODE.reserved, Buffer.from('{}'))],
    ['a frame that is not masked', Buffer.from([0x81, 2, 0x7b, 0x7d])],
    [
      'a reserved bit',
      Buffer.concat([Buffer.from([0xf1]), frame(1, Buffer.from('{}')).subarray(1)]),
    ],
    ['a ping that is too long', frame(OPCODE.ping, Buffer.alloc(200))],
    ['a close code that does not exist', frame(OPCODE.close, Buffer.from([0, 1]))],
    ['noise', Buffer.alloc(4096, 0xa5)],
    ['text that is no UTF-8', frame(OPCODE.text, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))],
  ])('that send %s lose their session', async (_, bytes) => {
    const peer = await upgraded(gateway());
    await eventually(() => gateway().gateway.openSessions === 2);
    await peer.write(bytes);
    await eventually(() => gateway().gateway.openSessions === 1);
    await peer.gone();
  });

  it('that send text which is no UTF-8 are told by close code 1007', async () => {
    const peer = await upgraded(gateway());
    await peer.write(frame(OPCODE.text, Buffer.from([0xc3, 0x28])));
    expect([...(await peer.take(4))]).toEqual([0x88, 2, ...[1007 >> 8, 1007 & 0xff]]);
    peer.drop();
  });

  it('that come by the thousand and drop at once leave nothing behind', async () => {
    const { url } = gateway();
    for (let round = 0; round < 10; round += 1) {
      const peers = await Promise.all(Array.from({ length: 100 }, () => RawPeer.connect(url)));
      await Promise.all(peers.map((peer) => peer.ask(SPEECH_PATH)));
      for (const peer of peers) peer.drop();
    }
    await eventually(() => gateway().gateway.openSessions === 1, { timeoutMs: 10_000 });
  });

  it('that come by the hundred, ask for speech and drop leave nothing behind', async () => {
    const { jobs } = gateway();
    const clients = await Promise.all(
      Array.from({ length: 100 }, () => gateway().talk(streamed(), text('One. Two. Three. Fo'))),
    );
    for (const client of clients) client.drop();
    await eventually(() => gateway().gateway.openSessions === 1, { timeoutMs: 10_000 });
    const before = neighbour().utterances;
    await eventually(() => neighbour().utterances > before);
    await eventually(async () => (await jobs.left()).length <= 2); // the neighbour's
  });

  it('that ping without end and never read lose their session', async () => {
    const peer = await upgraded(gateway());
    await eventually(() => gateway().gateway.openSessions === 2);
    const pings = Buffer.concat(
      Array.from({ length: 10_000 }, () => frame(OPCODE.ping, Buffer.alloc(125))),
    );
    const flood = async () => {
      while (gateway().gateway.openSessions === 2) await peer.write(pings);
    };
    await Promise.race([
      flood(),
      eventually(() => gateway().gateway.openSessions === 1, { timeoutMs: 20_000 }),
    ]);
    peer.drop();
  });
});

describe('peers that never read', () => {
  const clock = new FakeClock();
  const MEBI = 1024 * 1024;
  /** What the kernel takes for a peer that reads nothing, at most, bytes. */
  const KERNEL = 16 * MEBI;
  const env = {
    SOCKET_BACKLOG_BYTES: '65536',
    HELD_BACK_BYTES_PER_CONTEXT: '262144',
    IDLE_TIMEOUT_SECONDS: '3600',
  };
  const loudly: FakeScript = () => ({
    chunks: Array.from({ length: 4 }, () => new Uint8Array(MEBI / 16)),
  });
  const { gateway, neighbour } = useBusyGateway(loudly, env, clock);

  const madeFor = (words: string) =>
    gateway().speaker.jobs.filter((job) => job.text.startsWith(words));

  const neighbourSpeaks = async () => {
    const before = neighbour().utterances;
    await eventually(() => neighbour().utterances > before + 5, { timeoutMs: 20_000 });
  };

  it('are made no more for than fits, and are gone after 30 s without any progress', async () => {
    const client = await gateway().talk(streamed());
    client.socket.pause();
    client.send(text('Loud. '.repeat(2000)), DONE);
    await eventually(() => madeFor('Loud').length > 4);
    await neighbourSpeaks();
    await neighbourSpeaks();
    expect((madeFor('Loud').length * MEBI) / 4).toBeLessThan(KERNEL + MEBI);
    await clock.advance(29_000);
    expect(gateway().gateway.openSessions).toBe(2);
    await neighbourSpeaks();
    await clock.advance(1_000);
    await eventually(() => gateway().gateway.openSessions === 1);
    expect(await gateway().metric('chorale_slow_consumers_total')).toBe(1);
  }, 60_000);

  it('lose their session when they go on cancelling all the same', async () => {
    const client = await gateway().talk(extended());
    client.socket.pause();
    const flood = async () => {
      for (let round = 0; round < 400 && gateway().gateway.openSessions === 2; round += 1) {
        for (let at = 0; at < 1000; at += 1) client.send(cancel());
        await eventually(
          () => client.socket.bufferedAmount === 0 || gateway().gateway.openSessions === 1,
          { timeoutMs: 20_000 },
        );
      }
    };
    await flood();
    expect(gateway().gateway.openSessions).toBe(1);
  }, 60_000);
});

describe('peers that read slowly', () => {
  const clock = new FakeClock();
  const gateway = useGateway({}, clock);
  const STEP = 8 * 1024 * 1024;

  it('may take their time for a large file, and are not idle meanwhile', async () => {
    gateway().speaker.say(() => ({
      chunks: Array.from({ length: 10 }, () => new Uint8Array(STEP / 2)),
    }));
    const peer = await upgraded(gateway());
    for (const message of [config(), text('Long.'), DONE])
      await peer.write(frame(OPCODE.text, Buffer.from(JSON.stringify(message))));
    for (let taken = 0; taken < 4; taken += 1) {
      await peer.take(STEP);
      await clock.advance(20_000);
    }
    await peer.take(STEP);
    await clock.advance(29_000);
    expect(gateway().gateway.openSessions).toBe(1);
    peer.drop();
  }, 30_000);
});

describe('peers that say nothing', () => {
  const clock = new FakeClock();
  const gateway = useGateway({}, clock);

  it('are gone after 10 s', async () => {
    const client = await gateway().connect();
    await client.settled();
    await clock.advance(10_000);
    expect(linesOf(await client.toEnd())).toEqual([
      errorLine('Timeout waiting for session.config'),
      '[closed 1008]',
    ]);
  });
});

describe('peers that never finish their handshake', () => {
  it('open no session, and do not keep the gateway from stopping', async () => {
    const service = await GatewayUnderTest.start();
    const silent = await RawPeer.connect(service.url);
    const halfway = await RawPeer.connect(service.url);
    await halfway.write(`GET ${SPEECH_PATH} HTTP/1.1\r\nHost: localhost\r\nConnection: Upg`);
    const keyless = await RawPeer.connect(service.url);
    await keyless.write(
      `GET ${SPEECH_PATH} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    expect(await keyless.answer()).toBe('HTTP/1.1 400 Bad Request');
    const lost = await RawPeer.connect(service.url, 'holdsOn');
    await lost.ask('/nowhere');
    expect(await lost.answer()).toBe('HTTP/1.1 404 Not Found');
    expect(service.gateway.openSessions).toBe(0);
    await service.stop();
    await Promise.all([silent, halfway, keyless].map((peer) => peer.gone()));
    lost.drop();
  });

  it('have their connection closed when they are turned away, although they hold their end open', async () => {
    const service = await GatewayUnderTest.start();
    const lost = await RawPeer.connect(service.url, 'holdsOn');
    await lost.ask('/nowhere');
    await lost.answer();
    let isGone = false;
    const gone = lost.gone().then(() => (isGone = true));
    await eventually(async () => {
      await lost.write('still here');
      return isGone;
    });
    await gone;
    await service.stop();
  });

  it('stopping waits for nobody who was not spoken to to the end', async () => {
    const service = await GatewayUnderTest.start();
    service.speaker.say(() => ({ chunks: [], until: FOR_EVER }));
    const peer = await upgraded(service);
    await peer.write(frame(OPCODE.text, Buffer.from(JSON.stringify(config()))));
    await peer.write(frame(OPCODE.text, Buffer.from(JSON.stringify(text('Hello. A')))));
    await eventually(() => service.speaker.jobs.length === 1);
    await service.stop();
    expect(service.speaker.aborted).toHaveLength(1);
    await peer.gone();
  });
});
