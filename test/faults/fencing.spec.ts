import {
  type ContextEffect,
  type ContextEvent,
  ContextMachine,
  DEFAULT_CONTEXT_LIMITS,
  type SentenceOrder,
  type UtteranceConfig,
  workerId,
} from '@chorale/speech';
import { readClientMessage } from '@chorale/protocol';
import { expectedSamples, markOfText, type Received } from '@chorale/testing';
import { describe, expect, it } from '@jest/globals';

import { checkSession, type SessionReport } from './session-check.js';

const TEXT = 'This is spoken by two at a time.';

const LENGTH = 3_000;

const reference = (text: string): Int16Array => expectedSamples(markOfText(text), 0, LENGTH);

const WIRE = { profile: 'omni', defaultSplit: 'sentence' } as const;

const configOf = (): UtteranceConfig => {
  const frame = '{"type":"session.config","response_format":"pcm","stream_audio":true}';
  const stage = { ...WIRE, configured: false, extended: false, resumable: false };
  const message = readClientMessage(frame, stage);
  if (message.kind !== 'config') throw new Error('that is a config');
  return message.config;
};

/** How a gateway takes what workers say. */
type Gate = (event: ContextEvent, latest: SentenceOrder, next: number) => ContextEvent;

/** As it is: attempts and offsets are looked at. */
const fenced: Gate = (event) => event;

/** Fencing is switched off: whatever comes is taken for what comes next. */
const unfenced: Gate = (event, latest, next) => {
  if (!('address' in event)) return event;
  const { address } = latest;
  return event.kind === 'chunkArrived'
    ? { ...event, address, sampleOffset: next }
    : { ...event, address };
};

/** One client and its sentence, which a worker speaks that is taken for lost and another, and both go on. */
class Contest {
  readonly #received: Received[] = [];
  readonly #orders: SentenceOrder[] = [];
  #samples = 0;
  readonly #machine = new ContextMachine(
    {
      profile: 'omni',
      limits: DEFAULT_CONTEXT_LIMITS,
      abilities: { maxInstructionsLength: 500, formats: new Set(['pcm']), wordTimestamps: false },
      allocateRoute: () => 1,
    },
    0,
  );

  constructor(private readonly gate: Gate) {
    this.#handle({ kind: 'configured', config: configOf() });
    this.#handle({ kind: 'textPushed', text: TEXT });
    this.#handle({ kind: 'textEnded' });
  }

  begin(worker: string): SentenceOrder {
    const order = this.#latest;
    const started = { worker: workerId(worker), fingerprint: 'fake' };
    this.#handle({ kind: 'started', address: order.address, ...started });
    return order;
  }

  chunk({ address }: SentenceOrder, from: number, to: number): void {
    const samples = new Uint8Array(reference(TEXT).slice(from, to).buffer);
    this.#take({ kind: 'chunkArrived', address, sampleOffset: from, samples });
  }

  lose(worker: string): void {
    this.#take({ kind: 'workerLost', worker: workerId(worker) });
  }

  end({ address }: SentenceOrder): void {
    this.#take({ kind: 'sentenceEnded', address, totalSamples: LENGTH });
  }

  get report(): SessionReport {
    return checkSession([[TEXT]], this.#received, { reference });
  }

  get #latest(): SentenceOrder {
    const order = this.#orders.at(-1);
    if (order === undefined) throw new Error('nothing was asked for');
    return order;
  }

  #take(event: ContextEvent): void {
    this.#handle(this.gate(event, this.#latest, this.#samples));
  }

  #handle(event: ContextEvent): void {
    for (const effect of this.#machine.handle(event, 0)) this.#obey(effect);
  }

  #obey(effect: ContextEffect): void {
    if (effect.kind === 'enqueue') this.#orders.push(effect.order);
    if (effect.kind === 'sendAudio') {
      this.#samples += effect.samples.byteLength / 2;
      this.#received.push({ kind: 'audio', bytes: effect.samples });
    }
    if (effect.kind === 'sendMessage') {
      const message = { ...effect.message };
      this.#received.push({ kind: 'json', message, text: JSON.stringify(message) });
    }
  }
}

/** The first worker falls silent for a while, and wakes when the second has taken its sentence over. */
const reportOf = (gate: Gate): SessionReport => {
  const contest = new Contest(gate);
  const first = contest.begin('first');
  contest.chunk(first, 0, 1_000);
  contest.lose('first');
  const second = contest.begin('second');
  contest.chunk(second, 1_000, 2_000);
  contest.chunk(first, 1_000, 2_000);
  contest.chunk(second, 2_000, LENGTH);
  contest.end(second);
  return contest.report;
};

describe('a worker that wakes when another speaks its sentence', () => {
  it('is not heard', () => {
    const report = { outcome: 'whole', samplesChecked: LENGTH, flaws: [], faults: [] };
    expect(reportOf(fenced)).toEqual(report);
  });

  it('would be heard, and found by the checker, without fencing', () => {
    const [flaw] = reportOf(unfenced).flaws;
    expect(flaw).toMatchObject({ kind: 'duplicated', at: 2_000, samples: 1_000 });
  });
});
