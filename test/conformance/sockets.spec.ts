import { describe, expect, it } from '@jest/globals';
import type { Clock } from '@chorale/speech';
import {
  audioOf,
  eventually,
  FakeClock,
  FOR_EVER,
  linesOf,
  markedAudioOf,
  markedSpeech,
  SpeechClient,
} from '@chorale/testing';

import { GatewayUnderTest, useGateway } from './gateway-under-test.js';
import { config, DONE, errorLine, OMNI, streamed, text } from './wire.js';

const NOTHING = { urgent: 0, lookAhead: 0 };

/** A promise that a test keeps when it likes. */
const gate = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};

describe('a socket', () => {
  const gateway = useGateway({ SENTENCES_IN_FLIGHT: '2' });

  it('is read while audio is being made, yet answers in the order of the messages', async () => {
    const { speaker } = gateway();
    const first = gate();
    speaker.say((job) => ({
      chunks: [new Uint8Array(480)],
      ...(job.seq === 0 && { until: first.opened }),
    }));
    const client = await gateway().talk(
      streamed(),
      text('One. '),
      { type: 'bogus' },
      text('Two. Th'),
    );
    await eventually(() => speaker.jobs.length === 2); // 'Two.' was read although 'One.' is not made
    expect(linesOf([await client.next(), await client.next()])).toEqual([
      OMNI.streamStart([0, 0], 'One.'),
      '[480 bytes]',
    ]);
    await client.settled();
    expect(client.received).toHaveLength(2);
    first.open();
    client.send(text('ree'), DONE);
    expect(linesOf(await client.until('session.done'))).toEqual([
      OMNI.done([0, 0], 480),
      errorLine('Unknown message type: bogus'),
      OMNI.streamStart([0, 1], 'Two.'),
      '[480 bytes]',
      OMNI.done([0, 1], 480),
      OMNI.streamStart([0, 2], 'Three'),
      '[480 bytes]',
      OMNI.done([0, 2], 480),
      OMNI.sessionDone(0, 3),
    ]);
  });

  it('hears its sentences in their order, whichever was made first', async () => {
    const { speaker } = gateway();
    const first = gate();
    speaker.say((job) => ({
      chunks: job.seq === 0 ? afterwards(first.opened, Uint8Array.of(1, 1)) : [Uint8Array.of(2, 2)],
    }));
    const client = await gateway().talk(streamed(), text('One. Two'), DONE);
    await eventually(async () => (await gateway().jobs.left()).length === 1);
    first.open();
    expect([...audioOf(await client.until('session.done'))]).toEqual([1, 1, 2, 2]);
  });

  it('that closes stops its work at once, running and waiting', async () => {
    const { speaker, jobs } = gateway();
    speaker.eat({ urgent: 1, lookAhead: 0 });
    speaker.say(() => ({ chunks: [], until: FOR_EVER }));
    const client = await gateway().talk(streamed(), text('One. Two. Three. Four. Fi'));
    await eventually(async () => speaker.jobs.length === 1 && (await jobs.left()).length === 2);
    client.drop();
    await eventually(async () => (await jobs.left()).length === 0);
    expect(speaker.aborted.map((job) => job.text)).toEqual(['One.']);
    expect(speaker.jobs).toHaveLength(1);
  });

  it('leaves nothing in the queue when it closes before a worker was free', async () => {
    const { speaker, jobs } = gateway();
    speaker.eat(NOTHING);
    const client = await gateway().talk(streamed(), text('One. Two. Th'));
    await eventually(async () => (await jobs.left()).length === 2);
    client.close();
    await eventually(async () => (await jobs.left()).length === 0);
    speaker.eat({ urgent: 9, lookAhead: 9 });
    const neighbour = await gateway().talk(streamed(), text('Hello.'), DONE);
    await neighbour.until('session.done');
    expect(speaker.jobs.map((job) => job.text)).toEqual(['Hello.']);
  });

  it('that fails leaves the others untouched', async () => {
    const { speaker } = gateway();
    const failure = { code: 'engine_failed', message: 'boom', retryable: true };
    speaker.say((job) =>
      job.text.startsWith('Bad') ? { chunks: [], failure } : markedSpeech(job),
    );
    const bad = await gateway().talk(streamed(), text('Bad one. Bad two. Bad th'));
    const good = await gateway().talk(streamed(), text('Good one. Good two'), DONE);
    bad.sendRaw(Uint8Array.of(0));
    const heard = audioOf(await good.until('session.done'));
    expect(heard).toEqual(Buffer.concat(['Good one.', 'Good two'].map(markedAudioOf)));
    expect(linesOf(await bad.toEnd()).slice(-2)).toEqual([
      errorLine("Internal error: 'text'"),
      '[closed 1008]',
    ]);
  });

  it('is closed with 1009 when it gets a frame of more than 16 MiB', async () => {
    const client = await gateway().talk(config());
    client.sendRaw('x'.repeat(16 * 1024 * 1024 + 1));
    expect((await client.closed()).code).toBe(1009);
  });

  it('takes a frame of 16 MiB', async () => {
    const client = await gateway().talk(config());
    client.sendRaw('x'.repeat(16 * 1024 * 1024));
    expect(linesOf([await client.next()])).toEqual([errorLine('WebSocket message too large')]);
  });
});

async function* afterwards(wait: Promise<void>, chunk: Uint8Array) {
  await wait;
  yield chunk;
}

describe('a gateway', () => {
  const gateway = useGateway({ ALLOWED_ORIGINS: 'https://app.example', MAX_SESSIONS: '2' });

  const originOf = (url: string) => url.replace('ws:', 'http:');

  it.each(['https://app.example', 'programs send none'])(
    'lets in an Origin of %s',
    async (origin) => {
      const client = await gateway().connect(origin.startsWith('http') ? { Origin: origin } : {});
      expect(client.socket.readyState).toBe(client.socket.OPEN);
    },
  );

  it('lets in its own page', async () => {
    const origin = new URL(originOf(gateway().socketUrl)).origin;
    const client = await gateway().connect({ Origin: origin });
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });

  it.each(['https://evil.example', 'http://localhost.evil.example', 'null', 'http://localhost:1'])(
    'turns away a page of %s',
    async (origin) => {
      await expect(gateway().connect({ Origin: origin })).rejects.toThrow('403');
    },
  );

  it.each(['/', '/v1/audio/speech', '/v1/audio/speech/stream/', '/v1/audio/speech/streams'])(
    'has no socket at %s',
    async (path) => {
      await expect(SpeechClient.connect(new URL(path, gateway().socketUrl).href)).rejects.toThrow(
        '404',
      );
    },
  );

  it('turns away a session too many, and takes one again when another has ended', async () => {
    const first = await gateway().talk(streamed());
    await gateway().talk(streamed());
    const third = await gateway().connect();
    expect(linesOf(await third.toEnd())).toEqual([
      errorLine('overloaded: this gateway holds as many sessions as it may'),
      '[closed 1013]',
    ]);
    first.close();
    await eventually(() => gateway().gateway.openSessions === 1);
    const fourth = await gateway().talk(streamed(), text('Hello.'), DONE);
    expect(linesOf(await fourth.until('session.done')).at(-1)).toBe(OMNI.sessionDone(0, 1));
  });
});

/** Stands still, and throws once when it is asked for its next timer. */
class FakeFaultyClock implements Clock {
  readonly #clock = new FakeClock();
  faulty = false;

  now(): number {
    return this.#clock.now();
  }

  after(delayMs: number, callback: () => void): () => void {
    const { faulty } = this;
    this.faulty = false;
    if (faulty) throw new Error('no timer');
    return this.#clock.after(delayMs, callback);
  }
}

describe('a fault of the gateway itself', () => {
  const clock = new FakeFaultyClock();
  const gateway = useGateway({}, clock);

  it('ends its own session with 1011 and no other', async () => {
    gateway().speaker.say(markedSpeech);
    const neighbour = await gateway().talk(streamed(), text('One. Tw'));
    await neighbour.until('audio.done');
    const client = await gateway().connect();
    clock.faulty = true;
    client.send(streamed());
    expect(linesOf(await client.toEnd())).toEqual([
      errorLine('Internal error: the session cannot go on'),
      '[closed 1011]',
    ]);
    neighbour.send(text('o.'), DONE);
    expect(audioOf(await neighbour.until('session.done'))).toEqual(
      Buffer.from(markedAudioOf('Two.')),
    );
  });
});

describe('a gateway that stops', () => {
  it('lets sessions finish what they owe, takes no new ones, and closes them with 1001', async () => {
    const service = await GatewayUnderTest.start({ DRAIN_SECONDS: '20' });
    const ending = gate();
    service.speaker.say(() => ({ chunks: [new Uint8Array(480)], until: ending.opened }));
    const busy = await service.talk(streamed(), text('Hello.'), DONE);
    const idle = await service.talk(streamed());
    await busy.next();
    const stopped = service.stop();
    const late = await service.connect();
    expect(linesOf(await late.toEnd())).toEqual([
      errorLine('this gateway is draining: connect to another'),
      '[closed 1001]',
    ]);
    ending.open();
    expect(linesOf(await busy.toEnd())).toEqual([
      '[480 bytes]',
      OMNI.done([0, 0], 480),
      OMNI.sessionDone(0, 1),
      '[closed 1001]',
    ]);
    expect(linesOf(await idle.toEnd())).toEqual(['[closed 1001]']);
    await stopped;
  });
});
