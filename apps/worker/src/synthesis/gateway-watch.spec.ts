import { gatewayId } from '@chorale/speech';
import { FakeChunkSink, FakeClock } from '@chorale/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';

import { GatewayWatch } from './gateway-watch.js';

const GATEWAY = gatewayId('gateway-1');
const SILENCE_MS = 2_500;

let clock: FakeClock;
let sink: FakeChunkSink;
let silent: number[];
let watch: GatewayWatch;

beforeEach(() => {
  clock = new FakeClock();
  sink = new FakeChunkSink();
  silent = [];
  const onSilent = (): void => void silent.push(clock.now());
  watch = new GatewayWatch({ sink, clock, silenceMs: SILENCE_MS, onSilent });
});

/** The gateway shows itself no more. */
const die = (): void => {
  const diedAt = clock.now();
  sink.silence = () => clock.now() - diedAt;
};

describe(GatewayWatch.name, () => {
  it('has nothing to say of a gateway that shows itself', async () => {
    watch.watch(GATEWAY);
    sink.silence = () => 700;
    await clock.advance(20_000);
    expect(silent).toEqual([]);
  });

  it('says within half a second that one has been silent for too long', async () => {
    watch.watch(GATEWAY);
    await clock.advance(5_200);
    die();
    await clock.advance(SILENCE_MS - 1);
    expect(silent).toEqual([]);
    await clock.advance(500);
    expect(silent).toEqual([8_000]);
  });

  it('looks for as long at one whose work it has only just got, but not a second time', async () => {
    die();
    await clock.advance(10_000);
    const unwatch = watch.watch(GATEWAY);
    await clock.advance(SILENCE_MS);
    expect(silent).toEqual([12_500]);
    unwatch();
    await clock.advance(1_000);
    watch.watch(GATEWAY);
    await clock.advance(0);
    expect(silent).toEqual([12_500, 13_500]);
  });

  it('trusts one that was silent and shows itself again', async () => {
    die();
    const unwatch = watch.watch(GATEWAY);
    await clock.advance(SILENCE_MS);
    unwatch();
    sink.silence = () => 100;
    watch.watch(GATEWAY);
    await clock.advance(10_000);
    expect(silent).toHaveLength(1);
  });

  it('accuses nobody while the broker cannot be reached, nor at once when it is back', async () => {
    watch.watch(GATEWAY);
    await clock.advance(5_000);
    sink.silence = () => new Error('unreachable');
    await clock.advance(5_000);
    sink.silence = () => 5_000;
    await clock.advance(1_000);
    sink.silence = () => 200;
    await clock.advance(10_000);
    expect(silent).toEqual([]);
  });

  it('accuses nobody after the broker stood still, with all that live by its clock', async () => {
    let answerMs = 0;
    const silenceOf = (): Promise<number> =>
      new Promise((resolve) => clock.after(answerMs, () => resolve(sink.silenceOf())));
    const onSilent = (): void => void silent.push(clock.now());
    new GatewayWatch({ sink: { silenceOf }, clock, silenceMs: SILENCE_MS, onSilent }).watch(
      GATEWAY,
    );
    await clock.advance(5_000);
    answerMs = 4_000;
    sink.silence = () => 4_000;
    await clock.advance(4_600);
    answerMs = 0;
    await clock.advance(1_000);
    sink.silence = () => 200;
    await clock.advance(10_000);
    expect(silent).toEqual([]);
  });

  it('does not look any more once told so', async () => {
    die();
    watch.watch(GATEWAY)();
    await clock.advance(20_000);
    expect(silent).toEqual([]);
  });
});
