import { describe, expect, it } from '@jest/globals';
import type { SpeechClient } from '@chorale/testing';
import { FakeClock, linesOf } from '@chorale/testing';

import { useGateway } from './gateway-under-test.js';
import { config, DONE, errorLine, OMNI, SEED, streamed, text, WIRES } from './wire.js';

const CONFIG_TIMEOUT = errorLine('Timeout waiting for session.config');
const IDLE_TIMEOUT = errorLine('Idle timeout: no message received');

describe.each(WIRES)('the time a client has in the $profile profile', (wire) => {
  const clock = new FakeClock();
  const gateway = useGateway(wire.env, clock);

  /** Lets time pass once the gateway has taken all that was sent. */
  const later = async (client: SpeechClient, ms: number) => {
    await client.settled();
    await clock.advance(ms);
    await client.settled();
  };

  it('row 8: 10 s for its config', async () => {
    const client = await gateway().connect();
    await later(client, 9_999);
    expect(client.received).toEqual([]);
    await clock.advance(1);
    expect(linesOf(await client.toEnd())).toEqual([CONFIG_TIMEOUT, '[closed 1008]']);
  });

  it('30 s for a message after its config', async () => {
    const client = await gateway().connect();
    client.send(config());
    await later(client, 29_999);
    expect(client.received).toEqual([]);
    await clock.advance(1);
    expect(linesOf(await client.toEnd())).toEqual([IDLE_TIMEOUT, '[closed 1008]']);
  });

  it('30 s more after any message, even a bad one', async () => {
    const client = await gateway().connect();
    client.send(config());
    await later(client, 29_000);
    client.sendRaw('what?');
    await later(client, 29_000);
    client.send(text(''));
    await later(client, 29_000);
    expect(linesOf(client.received)).toEqual([errorLine('Invalid JSON message')]);
    await clock.advance(1_000);
    expect(linesOf(await client.toEnd()).slice(-2)).toEqual([IDLE_TIMEOUT, '[closed 1008]']);
  });

  it('all the time it takes to make the audio that is owed', async () => {
    let finish: () => void = () => undefined;
    const until = new Promise<void>((resolve) => (finish = resolve));
    gateway().speaker.say(() => ({ chunks: [new Uint8Array(960)], until }));
    const client = await gateway().connect();
    client.send(streamed({ split_granularity: 'sentence' }), text('Hello there. And'));
    await client.next();
    await later(client, 3_600_000 / 10);
    expect(linesOf(client.received)).toEqual([
      wire.streamStart([0, 0], 'Hello there.'),
      '[960 bytes]',
    ]);
    finish();
    await client.until('audio.done');
    await later(client, 29_999);
    await clock.advance(1);
    expect(linesOf(await client.toEnd())).toEqual([IDLE_TIMEOUT, '[closed 1008]']);
  });
});

describe('the time between utterances', () => {
  const clock = new FakeClock();
  const gateway = useGateway(OMNI.env, clock);

  it('row 21: is 30 s too', async () => {
    const client = await gateway().connect();
    client.send(config(), text('Hello.'), DONE);
    await client.until('session.done');
    await client.settled();
    await clock.advance(29_999);
    await client.settled();
    await clock.advance(1);
    expect(linesOf(await client.toEnd())).toEqual([IDLE_TIMEOUT, '[closed 1008]']);
  });
});

describe('the time limits that are set', () => {
  const clock = new FakeClock();
  const env = { ...SEED.env, CONFIG_TIMEOUT_SECONDS: '2', IDLE_TIMEOUT_SECONDS: '3' };
  const gateway = useGateway(env, clock);

  it('are kept', async () => {
    const silent = await gateway().connect();
    const idle = await gateway().connect();
    idle.send(config());
    await idle.settled();
    await clock.advance(2_000);
    expect(linesOf(await silent.toEnd())).toEqual([CONFIG_TIMEOUT, '[closed 1008]']);
    await clock.advance(1_000);
    expect(linesOf(await idle.toEnd())).toEqual([IDLE_TIMEOUT, '[closed 1008]']);
  });
});
