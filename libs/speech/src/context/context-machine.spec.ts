import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { workerId } from '../ports/identifiers.js';
import type { SentenceOrder } from './context-effect.js';
import type { ContextEvent } from './context-event.js';
import type { Seen } from './context-driver.fixture.js';
import { aConfig, ContextDriver, kindOf, pcmOf, sampleOf } from './context-driver.fixture.js';
import { ContextMachine } from './context-machine.js';

const TEXT = 'Go one here. Go two here. Go three here. Go four here.';

/** Lengths of the sentences, samples. */
const LENGTHS = [7, 0, 12, 5] as const;

const lengthOf = (seq: number): number => LENGTHS[seq % LENGTHS.length] ?? 0;

const spoken = (seq: number): readonly number[] =>
  Array.from({ length: lengthOf(seq) }, (_, at) => sampleOf(1, seq, at));

const EVERYTHING = LENGTHS.flatMap((_, seq) => spoken(seq));

const heardIn = (seen: readonly Seen[]) => seen.flatMap(({ audio }) => audio ?? []);

/** One job as its worker sees it: what it has still to say. */
interface Task {
  readonly order: SentenceOrder;
  at: number;
  started: boolean;
}

/** What may happen next, chosen by number: which job, and what becomes of it. */
const step = fc.record({
  job: fc.nat(),
  size: fc.integer({ min: 1, max: 6 }),
  mishap: fc.oneof(
    { weight: 12, arbitrary: fc.constant('none' as const) },
    fc.constantFrom('twice', 'lost', 'retryable', 'workerLost', 'streamLost', 'blocked', 'drained'),
  ),
});

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Workers that speak their jobs chunk by chunk, in any interleaving and with any mishap. */
class FakeWorkers {
  readonly #tasks: Task[] = [];
  #hired = 0;

  constructor(private readonly driver: ContextDriver) {}

  /** Jobs nobody has finished, stale ones among them. */
  get tasks(): readonly Task[] {
    for (const order of this.driver.orders.slice(this.#hired))
      this.#tasks.push({ order, at: order.fromSample, started: false });
    this.#hired = this.driver.orders.length;
    return this.#tasks;
  }

  /** Jobs of which the machine still wants to hear. */
  get inFlight(): number {
    return this.tasks.filter(({ order }) => order === this.driver.order(order.address.seq)).length;
  }

  play({ job, size, mishap }: Step): void {
    const task = this.tasks[job % Math.max(1, this.tasks.length)];
    if (mishap === 'streamLost') this.driver.handle({ kind: 'streamLost' });
    if (mishap === 'blocked') this.driver.handle({ kind: 'socketBlocked' });
    if (mishap === 'drained') this.driver.handle({ kind: 'socketDrained' });
    if (task === undefined) return;
    this.#advance(task, size, mishap);
  }

  /** Without further mishap, to the end. */
  finish(): void {
    this.driver.handle({ kind: 'socketDrained' });
    for (let task = this.tasks[0]; task !== undefined; task = this.tasks[0])
      this.#advance(task, 100, 'none');
  }

  #advance(task: Task, size: number, mishap: Step['mishap']): void {
    const { order } = task;
    if (!task.started) this.driver.start(order, `worker-${order.address.seq}`);
    task.started = true;
    if (mishap === 'retryable')
      return this.#drop(task, () => this.driver.fail(order, { retryable: true }));
    if (mishap === 'workerLost')
      return this.#drop(task, () =>
        this.driver.handle({
          ...{ kind: 'workerLost', worker: workerId(`worker-${order.address.seq}`) },
        }),
      );
    this.#speak(task, size, mishap);
  }

  #speak(task: Task, size: number, mishap: Step['mishap']): void {
    const { order } = task;
    const total = lengthOf(order.address.seq);
    const to = Math.min(total, task.at + size, order.toSample ?? total);
    if (mishap !== 'lost') this.driver.chunk(order, task.at, to);
    if (mishap === 'twice') this.driver.chunk(order, task.at, to);
    task.at = to;
    if (to === total) this.#drop(task, () => this.driver.end(order, total));
    else if (to === order.toSample) this.#drop(task, () => this.driver.yieldAt(order, to));
  }

  #drop(task: Task, lastWord: () => void): void {
    this.#tasks.splice(this.#tasks.indexOf(task), 1);
    lastWord();
  }
}

describe(`${ContextMachine.name}, in whatever order workers answer`, () => {
  it.each(['omni', 'seed'] as const)('plays the same samples, once each (%s)', (profile) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.constantFrom(4, 20), (steps, slice) => {
        const limits = { sliceSeconds: slice / 1000, attempts: 1000 };
        const driver = new ContextDriver({ profile, limits });
        driver.configure({ sampleRate: 1000 }).text(TEXT).done();
        const workers = new FakeWorkers(driver);
        for (const each of steps) {
          workers.play(each);
          expect(workers.inFlight).toBeLessThanOrEqual(4);
        }
        workers.finish();
        const seen = driver.take();
        expect(heardIn(seen)).toEqual(EVERYTHING);
        expect(seen.filter((each) => each['error'] === true)).toEqual([]);
        expect(seen.filter((each) => kindOf(each) === 'session.done')).toHaveLength(1);
        expect(driver.machine.owes).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('gives each whole file its own samples', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const driver = new ContextDriver({ limits: { attempts: 1000 } });
        driver.configure({ format: 'wav', streamAudio: false }).text(TEXT).done();
        const workers = new FakeWorkers(driver);
        for (const each of steps) workers.play(each);
        workers.finish();
        const files = driver.take('file').map(({ samples }) => samples);
        expect(files).toEqual(LENGTHS.map((_, seq) => spoken(seq)).filter((all) => all.length > 0));
      }),
    );
  });
});

const address = fc.record({
  route: fc.integer({ min: 1, max: 3 }),
  seq: fc.nat(5),
  attempt: fc.integer({ min: 1, max: 3 }),
});

const config = fc.record({
  format: fc.constantFrom('pcm' as const, 'wav' as const, 'mulaw' as const, 'mp3' as const),
  streamAudio: fc.boolean(),
  split: fc.constantFrom('none' as const, 'sentence' as const, 'clause' as const),
  wordTimestamps: fc.constantFrom('off' as const, 'chunks' as const, 'stream' as const),
  priority: fc.constantFrom('interactive' as const, 'batch' as const),
  embeddingLength: fc.option(fc.constant(3), { freq: 20 }),
  refAudio: fc.constantFrom('none' as const, 'none' as const, 'none' as const, 'uri' as const),
  extended: fc.boolean(),
});

const clientEvent: fc.Arbitrary<ContextEvent> = fc.oneof(
  config.map((fields) => ({ kind: 'configured' as const, config: aConfig(fields) })),
  fc.constantFrom('One. ', 'Two? Three! ', 'four, five; ', '', ' ', 'six').map((text) => ({
    ...{ kind: 'textPushed' as const, text },
  })),
  fc.constant({ kind: 'textEnded' as const }),
  fc.record({
    kind: fc.constant('cancelled' as const),
    utteranceIndex: fc.option(fc.nat(3)),
    playedMs: fc.option(fc.nat(100)),
  }),
  fc.record({
    kind: fc.constant('protocolError' as const),
    message: fc.constant('bad'),
    fatal: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
  }),
);

const rareEvent: fc.Arbitrary<ContextEvent> = fc.constantFrom<ContextEvent>(
  { kind: 'closeRequested' },
  { kind: 'socketClosed', reason: 'client_gone' },
  { kind: 'streamLost' },
);

const socketEvent: fc.Arbitrary<ContextEvent> = fc.constantFrom<ContextEvent>(
  { kind: 'socketBlocked' },
  { kind: 'socketDrained' },
  { kind: 'woke' },
);

const workerEvent: fc.Arbitrary<ContextEvent> = fc.oneof(
  address.map((at) => ({
    ...{ kind: 'started' as const, address: at },
    ...{ worker: workerId('w'), fingerprint: 'f00d' },
  })),
  fc.tuple(address, fc.nat(6), fc.nat(6)).map(([at, from, count]) => ({
    kind: 'chunkArrived' as const,
    address: at,
    sampleOffset: from,
    samples: pcmOf(at, from, from + count),
  })),
  fc.tuple(address, fc.nat(6)).map(([at, start]) => ({
    kind: 'timingArrived' as const,
    address: at,
    words: [
      { word: 'w', startSample: start, endSample: start + 1, charStart: start, charEnd: start + 1 },
    ],
  })),
  fc.tuple(address, fc.nat(6)).map(([at, next]) => ({
    ...{ kind: 'yielded' as const, address: at, nextSample: next },
  })),
  fc.tuple(address, fc.nat(6)).map(([at, total]) => ({
    ...{ kind: 'sentenceEnded' as const, address: at, totalSamples: total },
  })),
  fc.tuple(address, fc.boolean()).map(([at, retryable]) => ({
    ...{ kind: 'sentenceFailed' as const, address: at },
    failure: { code: 'x', message: 'failed', retryable },
  })),
  fc.tuple(address, fc.boolean()).map(([at, uncertain]) => ({
    ...{ kind: 'enqueueFailed' as const, address: at, uncertain },
  })),
  fc
    .tuple(address, fc.constantFrom('waiting' as const, 'active' as const, 'unknown' as const))
    .map(([at, state]) => ({ kind: 'jobChecked' as const, address: at, fromSample: 0, state })),
  fc.constant({ kind: 'workerLost' as const, worker: workerId('w') }),
  fc.boolean().map((died) => ({ kind: 'workerJudged' as const, worker: workerId('w'), died })),
);

const anyEvent = fc.oneof(
  { weight: 8, arbitrary: clientEvent },
  { weight: 16, arbitrary: workerEvent },
  { weight: 3, arbitrary: socketEvent },
  { weight: 1, arbitrary: rareEvent },
);

const history = fc.array(fc.tuple(anyEvent, fc.constantFrom(0, 0, 0, 50, 900, 3_000)), {
  maxLength: 80,
});

type History = typeof history extends fc.Arbitrary<infer H> ? H : never;

const live = (profile: 'omni' | 'seed', events: History): ContextDriver => {
  const driver = new ContextDriver({ profile }).configure({ sampleRate: 1000 });
  for (const [event, ms] of events) {
    driver.handle(event);
    driver.wait(ms);
  }
  return driver;
};

const labelOf = (seen: Seen) => [seen['utterance_index'], seen['sentence_index']];

/** Fails where starts and dones are not in pairs, or audio stands outside of them. */
const checkPairs = (seen: readonly Seen[]): void => {
  let open: Seen | null = null;
  for (const each of seen) {
    const kind = kindOf(each);
    if (kind === 'audio.start') {
      expect(open).toBeNull();
      open = each;
    } else if (kind === 'audio.done') {
      expect(open === null ? null : labelOf(open)).toEqual(labelOf(each));
      open = null;
    } else if (['audio', 'file', 'header', 'timedAudio', 'timings'].includes(kind)) {
      expect(open).not.toBeNull();
    } else if (kind === 'session.done') {
      expect(open).toBeNull();
    }
  }
};

describe(`${ContextMachine.name}, whatever happens`, () => {
  const always = (name: string, law: (driver: ContextDriver, events: History) => void) =>
    it.each(['omni', 'seed'] as const)(`${name} (%s)`, (profile) => {
      fc.assert(
        fc.property(history, (events) => law(live(profile, events), events)),
        { numRuns: 100 },
      );
    });

  always('starts and dones are paired, and audio stands between them', (driver) => {
    checkPairs(driver.take());
  });

  always('nothing follows the close', (driver) => {
    const at = driver.effects.findIndex(({ kind }) => kind === 'closeSocket');
    expect(driver.effects.slice(at + 1)).toHaveLength(at === -1 ? driver.effects.length : 0);
  });

  always('every route that was opened is released or aborted by the end, once', (driver) => {
    driver.handle({ kind: 'socketClosed', reason: 'client_gone' });
    const opened = driver.effects.flatMap((e) => (e.kind === 'openRoute' ? [e.route] : []));
    const gone = driver.effects.flatMap((e) =>
      e.kind === 'releaseRoute' || e.kind === 'abortRoute' ? [e.route] : [],
    );
    expect([...gone].sort((a, b) => a - b)).toEqual(opened);
  });

  always('no job is asked for twice, unless the queue surely did not take it', (driver, events) => {
    const isSureRefusal = (event: ContextEvent) =>
      event.kind === 'enqueueFailed' && !event.uncertain;
    fc.pre(!events.some(([event]) => isSureRefusal(event)));
    const names = driver.orders.map(({ address: { route, seq, attempt }, fromSample }) =>
      [route, seq, attempt, fromSample].join('/'),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  always('the machine can be brought to rest', (driver) => {
    driver.handle({ kind: 'socketDrained' });
    driver.close().wait(250).speakAll().wait(250).speakAll(); // refused jobs come again
    expect(driver.machine.owes).toBe(false);
  });
});
