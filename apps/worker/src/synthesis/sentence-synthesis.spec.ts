import { createMetricsRegistry, createWorkerMetrics, NO_TRACER } from '@chorale/observability';
import { createUnitOrder, PaceMeter, type SynthesisJob, workerId } from '@chorale/speech';
import { aSynthesisJob, FakeChunkSink, FakeClock, FakeEngine } from '@chorale/testing';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';

import { GatewayLinks } from './gateway-links.js';
import { SentenceEvents } from './sentence-events.js';
import { sentenceWish } from './sentence-request.js';
import { SentenceSynthesis } from './sentence-synthesis.js';
import { UnitScheduler } from './unit-scheduler.js';

const UNIT_MS = 10;
const UNIT_SECONDS = 0.1;
const NEVER = new AbortController().signal;

let clock: FakeClock;
let engine: FakeEngine;
let scheduler: UnitScheduler;
let links: GatewayLinks;

beforeEach(() => {
  clock = new FakeClock();
  engine = new FakeEngine({
    cost: { clock, unitMs: UNIT_MS },
    unitSeconds: UNIT_SECONDS,
    secondsPerCharacter: UNIT_SECONDS,
  });
  scheduler = new UnitScheduler({
    engine,
    threads: 1,
    clock,
    order: createUnitOrder('edf'),
    metrics: createWorkerMetrics(createMetricsRegistry()),
    tracer: NO_TRACER,
    pace: new PaceMeter(1),
    onProgress: () => undefined,
  });
  links = new GatewayLinks({
    worker: workerId('w'),
    sink: new FakeChunkSink(),
    clock,
    onGone: () => undefined,
    watch: { watch: () => () => undefined },
  });
});

/** Speaks a sentence of four units of sound, whose due time moves after the second; gives when each unit was due. */
const dueTimes = async (
  changes: Partial<SynthesisJob>,
  movedTo?: number,
): Promise<readonly number[]> => {
  const job = aSynthesisJob({ text: 'Four', voice: 'fake', ...changes });
  const wish = sentenceWish(job, engine.capabilities, clock.now());
  const sentence = await engine.open(wish.request, NEVER);
  const asked = jest.spyOn(scheduler, 'run');
  const events = new SentenceEvents(job, links);
  const parts = { sentenceId: 's', job, wish, sentence, scheduler, events, clock };
  const synthesis = new SentenceSynthesis(parts);
  const done = synthesis.run(NEVER);
  await clock.advance(2.5 * UNIT_MS);
  if (movedTo !== undefined) synthesis.moveDue(movedTo);
  await clock.advance(10 * UNIT_MS);
  await done;
  return asked.mock.calls.map(([{ due }]) => Math.round(due));
};

describe(SentenceSynthesis.name, () => {
  it('needs what follows the first sound when that ends, however early it was made', async () => {
    const due = 5_000;
    const madeAt = clock.now() + 2 * UNIT_MS; // an encoder pass and a chunk
    expect(await dueTimes({ due, opensUtterance: true })).toEqual([
      ...[due, due],
      ...[madeAt + 100, madeAt + 200, madeAt + 300],
    ]);
  });

  it('keeps to the plan in the middle of an utterance, whose clock runs already', async () => {
    const due = 5_000;
    expect(await dueTimes({ due, opensUtterance: false })).toEqual([
      ...[due, due, due + 100, due + 200, due + 300],
    ]);
  });

  it('goes by the due time that it heard of last', async () => {
    const [due, sooner] = [5_000, 3_000];
    expect(await dueTimes({ due, opensUtterance: false }, sooner)).toEqual([
      ...[due, due, due + 100],
      ...[sooner + 200, sooner + 300],
    ]);
  });

  it('tells how long it will be before all of it is made', async () => {
    const told = jest.spyOn(links, 'send');
    await dueTimes({});
    const events = told.mock.calls.map(([, event]) => event);
    expect(events.filter(({ kind }) => kind === 'planned')).toMatchObject([
      { totalSamples: 4 * UNIT_SECONDS * aSynthesisJob({}).outputRate },
    ]);
    expect(events[0]).toMatchObject({ kind: 'planned' });
  });
});
