import { setImmediate as nextTurn } from 'node:timers/promises';

import { createMetricsRegistry, createWorkerMetrics, NO_TRACER } from '@chorale/observability';
import {
  createUnitOrder,
  type OpenSentence,
  PaceMeter,
  type Unit,
  type UnitResult,
} from '@chorale/speech';
import { FakeClock, FakeEngine } from '@chorale/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';

import { UnitScheduler } from './unit-scheduler.js';

const NEVER = new AbortController().signal;
const UNIT_MS = 10;

let clock: FakeClock;
let registry: ReturnType<typeof createMetricsRegistry>;
/** The sentences whose units started, in order. */
let started: string[];

beforeEach(() => {
  clock = new FakeClock();
  registry = createMetricsRegistry();
  started = [];
});

const anEngine = (): FakeEngine =>
  new FakeEngine({
    cost: { clock, unitMs: UNIT_MS },
    unitSeconds: 0.1,
    secondsPerCharacter: 0.1,
    onUnit: ({ text }) => void started.push(text),
  });

const open = (engine: FakeEngine, text: string): Promise<OpenSentence> =>
  engine.open(
    {
      text,
      language: 'en',
      voice: 'fake',
      speaker: null,
      style: { speed: 1, noiseScale: null, noiseWidth: null },
      seed: 1n,
      fromSample: 0,
      toSample: null,
      opensUtterance: true,
      endsUtterance: true,
      timings: false,
      hurried: true,
    },
    NEVER,
  );

const aScheduler = (engine: FakeEngine, threads: number): UnitScheduler =>
  new UnitScheduler({
    engine,
    threads,
    clock,
    order: createUnitOrder('edf'),
    metrics: createWorkerMetrics(registry),
    tracer: NO_TRACER,
    pace: new PaceMeter(threads),
    onProgress: () => undefined,
  });

const required = (unit: Unit | null): Unit => {
  if (!unit) throw new Error('the sentence has no unit left');
  return unit;
};

interface Asked {
  readonly due?: number;
  readonly opensUtterance?: boolean;
  readonly signal?: AbortSignal;
}

describe(UnitScheduler.name, () => {
  let engine: FakeEngine;
  let scheduler: UnitScheduler;

  const begin = (threads: number): void => {
    engine = anEngine();
    scheduler = aScheduler(engine, threads);
  };

  /** Asks for the next unit of a sentence. */
  const ask = (
    sentence: OpenSentence,
    sentenceId: string,
    { due = 0, opensUtterance = false, signal = NEVER }: Asked = {},
  ): Promise<UnitResult> => {
    const unit = required(sentence.nextUnit());
    return scheduler.run(
      { sentenceId, unit, due, arrival: 0, opensUtterance, trace: null },
      signal,
    );
  };

  it('runs as many units at once as there are threads', async () => {
    begin(2);
    for (const text of ['a', 'b', 'c']) void ask(await open(engine, text), text);
    expect(started).toEqual(['a', 'b']);
    await clock.advance(UNIT_MS);
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('runs what is due first, whenever it came', async () => {
    begin(1);
    const due = { first: 0, late: 30, early: 10, between: 20 };
    for (const [text, at] of Object.entries(due)) {
      void ask(await open(engine, text), text, { due: at });
    }
    await clock.advance(4 * UNIT_MS);
    expect(started).toEqual(['first', 'early', 'between', 'late']);
  });

  it('lets the sentence whose unit ended go on before others that are due later', async () => {
    begin(1);
    const long = await open(engine, 'long');
    const running = ask(long, 'long', { due: 0 });
    void ask(await open(engine, 'other'), 'other', { due: 50 });
    const goingOn = running.then(() => ask(long, 'long', { due: 40 }));
    await clock.advance(2 * UNIT_MS);
    await goingOn;
    expect(started.slice(0, 2)).toEqual(['long', 'long']);
  });

  it('passes on why a unit failed, and goes on with the others', async () => {
    begin(1);
    const doomed = await open(engine, '[[fail]]');
    void ask(doomed, 'doomed');
    await clock.advance(UNIT_MS);
    const failing = ask(doomed, 'doomed');
    const other = ask(await open(engine, 'other'), 'other');
    await clock.advance(2 * UNIT_MS);
    await expect(failing).rejects.toThrow('failed as told');
    await expect(other).resolves.toMatchObject({ audio: null });
  });

  it('drops the waiting unit of a sentence that leaves', async () => {
    begin(1);
    void ask(await open(engine, 'first'), 'first');
    void ask(await open(engine, 'dropped'), 'dropped');
    let idle = false;
    scheduler.leave('dropped', () => (idle = true));
    expect(idle).toBe(true);
    await clock.advance(3 * UNIT_MS);
    expect(started).toEqual(['first']);
  });

  it('tells when the unit in flight of a sentence that left has ended, and how much was made of it', async () => {
    begin(1);
    const sentence = await open(engine, 'abcd');
    void ask(sentence, 'abcd');
    await clock.advance(UNIT_MS);
    void ask(sentence, 'abcd');
    let made: number | null = null;
    scheduler.leave('abcd', (seconds) => (made = seconds));
    await nextTurn();
    expect(made).toBeNull();
    await clock.advance(UNIT_MS);
    expect(made).toBe(0.1);
  });

  it('is idle when no unit is in flight any more', async () => {
    begin(2);
    void ask(await open(engine, 'a'), 'a');
    let idle = false;
    void scheduler.idle().then(() => (idle = true));
    await clock.advance(UNIT_MS - 1);
    expect(idle).toBe(false);
    await clock.advance(1);
    expect(idle).toBe(true);
    await expect(scheduler.idle()).resolves.toBeUndefined();
  });

  it('does not start a unit whose signal has aborted', async () => {
    begin(1);
    const abort = new AbortController();
    abort.abort();
    const running = ask(await open(engine, 'a'), 'a', { signal: abort.signal });
    await expect(running).rejects.toThrow('aborted');
    expect(started).toEqual([]);
  });

  it('measures the units', async () => {
    begin(1);
    void ask(await open(engine, 'a'), 'a');
    await clock.advance(UNIT_MS);
    expect(await registry.metrics()).toContain('chorale_unit_seconds_sum{kind="encode"} 0.01');
  });

  it('adds up the work that cannot wait', async () => {
    begin(1);
    void ask(await open(engine, 'opens'), 'opens', { opensUtterance: true, due: 1000 });
    void ask(await open(engine, 'soon'), 'soon', { due: 150 });
    void ask(await open(engine, 'later'), 'later', { due: 250 });
    expect(scheduler.dueWork(0)).toEqual({ firstChunkWorkMs: UNIT_MS, soonDueWorkMs: UNIT_MS });
    expect(scheduler.dueWork(60)).toEqual({
      firstChunkWorkMs: UNIT_MS,
      soonDueWorkMs: 2 * UNIT_MS,
    });
  });
});
