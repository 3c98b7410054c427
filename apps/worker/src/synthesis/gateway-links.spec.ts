import { gatewayId, workerId } from '@chorale/speech';
import { FakeChunkSink, FakeClock } from '@chorale/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';

import { GatewayLinks } from './gateway-links.js';

const A = gatewayId('gateway-a');
const B = gatewayId('gateway-b');
const WORKER = workerId('worker-1');

let clock: FakeClock;
let sink: FakeChunkSink;
let gone: string[];
let watched: string[];
let links: GatewayLinks;

beforeEach(() => {
  clock = new FakeClock();
  sink = new FakeChunkSink();
  gone = [];
  const onGone = (gateway: string): void => void gone.push(gateway);
  watched = [];
  const watch = {
    watch: (gateway: string) => {
      watched.push(gateway);
      return () => void watched.splice(watched.indexOf(gateway), 1);
    },
  };
  links = new GatewayLinks({ worker: WORKER, sink, clock, onGone, watch });
});

describe(GatewayLinks.name, () => {
  it('shows every 250 ms that the worker lives, however many sentences it holds', async () => {
    links.hold(A);
    links.hold(A);
    await clock.advance(1000);
    expect(sink.sent).toEqual(
      Array.from({ length: 4 }, () => ({ gateway: A, event: { kind: 'alive', worker: WORKER } })),
    );
  });

  it('keeps each gateway informed whose work it holds', async () => {
    links.hold(A);
    links.hold(B);
    await clock.advance(250);
    expect(sink.sent.map(({ gateway }) => gateway)).toEqual([A, B]);
  });

  it('watches each gateway whose work it holds, once, and no other', () => {
    const releases = [links.hold(A), links.hold(A), links.hold(B)];
    expect(watched).toEqual([A, B]);
    releases.slice(1).forEach((release) => release());
    expect(watched).toEqual([A]);
  });

  it('falls silent when the last sentence is released', async () => {
    const releases = [links.hold(A), links.hold(A)];
    releases[0]?.();
    await clock.advance(250);
    releases[1]?.();
    await clock.advance(1000);
    expect(sink.sent).toHaveLength(1);
  });

  it('does not pile up keepalives that the broker is slow to take', async () => {
    sink.held = true;
    links.hold(A);
    await clock.advance(1000);
    expect(sink.sent).toHaveLength(1);
  });

  it('goes on after a keepalive was lost', async () => {
    sink.answer = () => new Error('no broker');
    links.hold(A);
    await clock.advance(500);
    expect(sink.sent).toHaveLength(2);
  });

  it('notices with a keepalive that a gateway is gone', async () => {
    sink.answer = () => 'gateway-gone';
    links.hold(A);
    await clock.advance(250);
    expect(gone).toEqual([A]);
  });

  it('notices with any event that a gateway is gone', async () => {
    sink.answer = () => 'gateway-gone';
    await links.send(B, { kind: 'ended', totalSamples: 1, route: 1, seq: 0, attempt: 1 });
    expect(gone).toEqual([B]);
  });
});
