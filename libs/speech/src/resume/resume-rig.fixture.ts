import type { ContextEffect, SentenceOrder } from '../context/context-effect.js';
import type { ContextEvent } from '../context/context-event.js';
import { DEFAULT_CONTEXT_LIMITS } from '../context/context-limits.js';
import { ContextMachine } from '../context/context-machine.js';
import { aConfig } from '../context/context-driver.fixture.js';
import { sentenceKey, workerId } from '../ports/identifiers.js';
import { assembleJournal, type JournalItem } from './journal-content.js';
import type { Position } from './position.js';
import { takeupAt } from './takeup.js';

/** What a client says. */
export type Said =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'cancel' };

const EVENTS = {
  done: { kind: 'textEnded' },
  cancel: { kind: 'cancelled', utteranceIndex: null, playedMs: null },
} as const;

const CONFIG = aConfig({ extended: true, sampleRate: 1000 });

const eventOf = (said: Said | 'config'): ContextEvent => {
  if (said === 'config') return { kind: 'configured', config: CONFIG, resumable: true };
  return said.kind === 'text' ? { kind: 'textPushed', text: said.text } : EVENTS[said.kind];
};

/** The samples of a sentence; what ends an utterance is spoken otherwise. */
export const speechOf = (text: string, endsUtterance: boolean): readonly number[] => {
  let mark = 7;
  for (let at = 0; at < text.length; at += 1) mark = (mark * 31 + text.charCodeAt(at)) % 20_011;
  const length = 4 + (text.length % 5) + (endsUtterance ? 2 : 0);
  return Array.from({ length }, (_, at) => (mark + (endsUtterance ? 5 : 0) + at * 3) % 30_000);
};

const pcmOf = (samples: readonly number[]): Uint8Array =>
  new Uint8Array(Int16Array.from(samples).buffer);

const samplesIn = (bytes: Uint8Array): readonly number[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / 2 }, (_, at) => view.getInt16(at * 2, true));
};

/** What a client heard of one sentence. */
interface Heard {
  readonly text: string;
  readonly samples: number[];
}

type Frame = Extract<ContextEffect, { kind: 'sendMessage' | 'sendAudio' }>;

/** A client by the book: it knows where it stands, and what it must say again. */
class BookClient {
  readonly heard = new Map<string, Heard>();
  /** Last words, in the order in which they came. */
  readonly done: { readonly index: number; readonly cancelled: boolean }[] = [];
  readonly said: (Said | 'config')[] = ['config'];
  position: Position = { utteranceIndex: 0, sentenceIndex: 0, sampleOffset: 0 };
  #open: Heard | null = null;

  take(frame: Frame): void {
    if (frame.kind === 'sendAudio') return this.#hear(samplesIn(frame.samples));
    const { message } = frame;
    const index = Number(message['utterance_index']);
    const sentence = Number(message['sentence_index']);
    if (message.type === 'audio.start') this.#begin(`${index}/${sentence}`, message);
    if (message.type === 'audio.done') this.#moveTo(index, sentence + 1);
    if (message.type !== 'session.done') return;
    this.done.push({ index, cancelled: message['cancelled'] === true });
    this.#moveTo(index + 1, 0);
  }

  #begin(key: string, message: Readonly<Record<string, unknown>>): void {
    const heard = this.heard.get(key) ?? { text: String(message['sentence_text']), samples: [] };
    this.heard.set(key, heard);
    this.#open = heard;
  }

  #hear(samples: readonly number[]): void {
    this.#open?.samples.push(...samples);
    const sampleOffset = this.position.sampleOffset + samples.length;
    this.position = { ...this.position, sampleOffset };
  }

  #moveTo(utteranceIndex: number, sentenceIndex: number): void {
    this.position = { utteranceIndex, sentenceIndex, sampleOffset: 0 };
    this.#open = null;
  }
}

/** A gateway with its workers and its journal, all of which do what they do only when told. */
export class ResumeRig {
  readonly client = new BookClient();
  /** What the broker holds; it outlives the gateway. */
  #stored = new Map<string, JournalItem>();
  #unwritten: { readonly changes: readonly { key: string; item: JournalItem | null }[] }[] = [];
  #gate: { readonly frame: Frame; readonly needs: number }[] = [];
  #recorded = 0;
  #durable = 0;
  /** Sent, but not yet with the client. */
  #wire: Frame[] = [];
  #orders = new Map<string, { readonly order: SentenceOrder; at: number; started: boolean }>();
  #machine = this.#newMachine();
  #routes = 0;
  now = 0;

  constructor() {
    this.#handle(eventOf('config'));
  }

  say(said: Said): void {
    this.client.said.push(said);
    this.#handle(eventOf(said));
  }

  /** The worker of the oldest order makes this many samples; its end is told when all are made. */
  work(count: number): boolean {
    const [job] = this.#orders.values();
    if (job === undefined) return false;
    const { address } = job.order;
    if (!job.started) {
      job.started = true;
      this.#handle({ kind: 'started', address, worker: workerId('w'), fingerprint: 'f' });
    }
    this.#make(job, count);
    return true;
  }

  /** All that was recorded is written. */
  write(): void {
    for (const { changes } of this.#unwritten) this.#apply(changes);
    this.#unwritten = [];
    this.#durable = this.#recorded;
    const open = this.#gate.filter(({ needs }) => needs <= this.#durable);
    this.#gate = this.#gate.filter(({ needs }) => needs > this.#durable);
    this.#wire.push(...open.map(({ frame }) => frame));
  }

  /** The client gets this many of the frames that are on their way. */
  deliver(count: number): void {
    for (const frame of this.#wire.splice(0, count)) this.client.take(frame);
  }

  acknowledge(): void {
    this.#handle({ kind: 'audioAcked', position: this.client.position });
  }

  /** The gateway dies with all it holds; another takes the session up, and the client goes on. */
  die(): void {
    this.#unwritten = [];
    this.#gate = [];
    this.#wire = [];
    this.#orders = new Map();
    this.#recorded = 0;
    this.#durable = 0;
    this.#machine = this.#newMachine();
    const content = assembleJournal([...this.#stored.values()]);
    if (content === null) throw new Error('there is no journal');
    const { position, fit } = takeupAt(content, this.client.position, () => true);
    if (fit !== 'exact') throw new Error(`it goes on with ${fit}`);
    this.#handle({ kind: 'resumed', content, position });
    for (const said of this.client.said.slice(content.head.received)) this.#handle(eventOf(said));
  }

  /** Everything goes on until nothing is left to do. */
  finish(): void {
    do {
      this.write();
      this.deliver(Infinity);
    } while (this.work(Infinity));
  }

  /** Records in the journal, by their names. */
  get records(): readonly string[] {
    return [...this.#stored.keys()];
  }

  #newMachine(): ContextMachine {
    const limits = { ...DEFAULT_CONTEXT_LIMITS, sliceSeconds: 0.005 };
    const abilities = {
      ...{ maxInstructionsLength: 500, formats: new Set(['pcm']), wordTimestamps: true },
    };
    const allocateRoute = (): number => (this.#routes += 1);
    return new ContextMachine({ profile: 'omni', limits, abilities, allocateRoute }, 0);
  }

  #make(job: { readonly order: SentenceOrder; at: number }, count: number): void {
    const { address, text, endsUtterance, toSample } = job.order;
    const speech = speechOf(text, endsUtterance);
    const end = Math.min(speech.length, toSample ?? Infinity);
    const samples = speech.slice(job.at, Math.min(end, job.at + count));
    const sampleOffset = job.at;
    job.at += samples.length;
    if (samples.length > 0)
      this.#handle({ kind: 'chunkArrived', address, sampleOffset, samples: pcmOf(samples) });
    if (job.at < end) return;
    this.#orders.delete(sentenceKey(address));
    if (end < speech.length) this.#handle({ kind: 'yielded', address, nextSample: end });
    else this.#handle({ kind: 'sentenceEnded', address, totalSamples: end });
  }

  #handle(event: ContextEvent): void {
    for (const effect of this.#machine.handle(event, this.now)) this.#carryOut(effect);
  }

  #carryOut(effect: ContextEffect): void {
    if (effect.kind === 'sendMessage' || effect.kind === 'sendAudio')
      this.#gate.push({ frame: effect, needs: this.#recorded });
    if (effect.kind === 'enqueue') this.#enqueue(effect.order);
    if (effect.kind === 'abortRoute') this.#abort(effect.route);
    if (effect.kind !== 'journal') return;
    this.#recorded += 1;
    this.#unwritten.push(effect);
  }

  #abort(route: number): void {
    for (const [key, { order }] of [...this.#orders])
      if (order.address.route === route) this.#orders.delete(key);
  }

  #enqueue(order: SentenceOrder): void {
    const { address } = order;
    this.#orders.set(sentenceKey(address), { order, at: order.fromSample, started: false });
    const voicing = { voice: 'v', language: 'en', sentenceSeed: '1' };
    this.#handle({ kind: 'voiced', address, voicing });
  }

  #apply(changes: readonly { readonly key: string; readonly item: JournalItem | null }[]): void {
    for (const { key, item } of changes)
      if (item === null) this.#stored.delete(key);
      else this.#stored.set(key, item);
  }
}
