import { describe, expect, it } from '@jest/globals';
import { eventually, FakeClock, type FakeScript, FOR_EVER, plainSpeech } from '@chorale/testing';

import { GatewayUnderTest } from './gateway-under-test.js';
import { useBusyGateway } from './neighbour.js';
import { RawPeer } from './raw-peer.js';
import { bytesOf, eventsOf, refusalOf, RestCall } from './rest-call.js';

const DRAINING = 'this gateway is draining: connect to another';

const RAW = { response_format: 'pcm', stream_format: 'audio' } as const;

/** Speaks half of what it has to say, and no more until `until`. */
const halfUntil =
  (until: Promise<unknown>): FakeScript =>
  ({ text }) => ({ chunks: [new Uint8Array(text.length * 240)], until });

describe('a gateway that is told to stop', () => {
  const withRequest = async (env: Readonly<Record<string, string>>) => {
    const service = await GatewayUnderTest.start(env);
    return { service, call: new RestCall(() => service) };
  };

  it('finishes the requests that it has, and takes no others', async () => {
    const { service, call } = await withRequest({ DRAIN_SECONDS: '30' });
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    service.speaker.say((job) => ({ ...plainSpeech(job), until: released }));
    const answers = [{}, RAW, { stream: true }].map((fields) => call.speech(fields));
    await eventually(() => service.speaker.jobs.length === 3);
    const stopped = service.stop();
    expect(await call.refusal({})).toEqual({
      status: 503,
      error: { message: DRAINING, type: 'ServiceUnavailableError', param: null, code: 503 },
    });
    release();
    const [file, raw, events] = await Promise.all(answers);
    expect((file && (await bytesOf(file)).length) ?? 0).toBe(44 + 6 * 480);
    expect((raw && (await bytesOf(raw)).length) ?? 0).toBe(6 * 480);
    expect((events && (await eventsOf(events)).at(-1)?.event) ?? '').toBe('speech.audio.done');
    await stopped;
  });

  it('cuts short what it cannot finish in time, says so, and stops the work', async () => {
    const { service, call } = await withRequest({ DRAIN_SECONDS: '0' });
    service.speaker.say(halfUntil(FOR_EVER));
    const file = call.speech({});
    const [raw, events] = await Promise.all([call.speech(RAW), call.speech({ stream: true })]);
    const cut = expect(bytesOf(raw)).rejects.toThrow('terminated');
    await eventually(() => service.speaker.jobs.length === 3);
    const stopped = service.stop();
    const refused = await file;
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await refusalOf(refused)).toEqual({
      status: 503,
      error: { message: DRAINING, type: 'ServiceUnavailableError', param: null, code: 503 },
    });
    await cut;
    expect((await eventsOf(events)).at(-1)).toMatchObject({
      event: 'speech.audio.error',
      data: { error: { message: DRAINING, partial_audio: true } },
    });
    await stopped;
    expect(service.speaker.aborted).toHaveLength(3);
  });
});

describe('a client that asks for a stream over HTTP and does not read it', () => {
  const clock = new FakeClock();
  const MEBI = 1024 * 1024;
  /** What the kernel takes for a peer that reads nothing, at most, bytes. */
  const KERNEL = 16 * MEBI;
  const env = { SOCKET_BACKLOG_BYTES: '65536', HELD_BACK_BYTES_PER_CONTEXT: '262144' };
  const loudly: FakeScript = () => ({
    chunks: Array.from({ length: 4 }, () => new Uint8Array(MEBI / 16)),
  });
  const { gateway, neighbour } = useBusyGateway(loudly, env, clock);

  const madeBytes = () =>
    (gateway().speaker.jobs.filter(({ text }) => text === 'Loud.').length * MEBI) / 4;

  const neighbourSpeaks = async () => {
    const before = neighbour().utterances;
    await eventually(() => neighbour().utterances > before + 5, { timeoutMs: 20_000 });
  };

  const ask = async (fields: object): Promise<RawPeer> => {
    const peer = await RawPeer.connect(gateway().url);
    const body = JSON.stringify({ input: 'Loud. '.repeat(2000), ...fields });
    await peer.write(
      `POST /v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    );
    return peer;
  };

  it.each([RAW, { stream: true }])(
    'is made no more for than fits, disturbs nobody, and is cut off after 30 s: %j',
    async (fields) => {
      const before = await gateway().metric('chorale_slow_consumers_total');
      const deaf = await ask(fields);
      expect(await deaf.answer()).toBe('HTTP/1.1 200 OK');
      await neighbourSpeaks();
      await neighbourSpeaks();
      expect(madeBytes()).toBeLessThan(KERNEL + MEBI);
      await clock.advance(29_000);
      expect(gateway().gateway.openSessions).toBe(2);
      await clock.advance(1_000);
      await eventually(() => gateway().gateway.openSessions === 1);
      expect(await gateway().metric('chorale_slow_consumers_total')).toBe(before + 1);
      await deaf.gone();
    },
    60_000,
  );
});
