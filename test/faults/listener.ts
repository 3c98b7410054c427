import {
  eventually,
  expectedSamples,
  markOfText,
  messagesOf,
  type Patience,
  type Received,
  ResumingClient,
  SpeechClient,
} from '@chorale/testing';

import { type CheckRules, checkSession, type SessionReport } from './session-check.js';

/** Seconds that each character lasts for the fake workers of these tests. */
export const SECONDS_PER_CHARACTER = 0.05;

const SAMPLE_RATE = 24_000;

const CONFIG = {
  type: 'session.config',
  response_format: 'pcm',
  stream_audio: true,
  chorale: 1,
} as const;

const BYTES_PER_SECOND = 2 * SAMPLE_RATE;

/** Some audio, and when it came: ms since 1970. */
export interface Arrival {
  readonly at: number;
  readonly seconds: number;
}

/** On a machine that others load as well. */
export const PATIENCE: Patience = { timeoutMs: 20_000, everyMs: 10 };

/** What a fake worker makes of a sentence. */
export const markedSpeechOf = (text: string): Int16Array => {
  const samples = Math.round(text.length * SECONDS_PER_CHARACTER * SAMPLE_RATE);
  return expectedSamples(markOfText(text), 0, samples);
};

const now = (): number => performance.timeOrigin + performance.now();

/** A client that knows what it asked for, and when it heard what. */
export class Listener<Client extends SpeechClient | ResumingClient = SpeechClient> {
  readonly #script: string[][] = [];
  readonly #cancelled = new Set<number>();
  /** When it asked for something, and when each audio frame came: ms since 1970. */
  readonly times: number[] = [];
  /** The audio frames that came. */
  readonly arrivals: Arrival[] = [];
  #audioBytes = 0;
  #done = 0;

  private constructor(readonly client: Client) {
    client.onReceived((received) => this.#take(received));
  }

  static async connect(url: string, config: object = {}): Promise<Listener> {
    const listener = new Listener(await SpeechClient.connect(url));
    listener.client.send({ ...CONFIG, ...config });
    return listener;
  }

  /** One that comes back, wherever `where` leads, when its connection breaks. */
  static async resuming(
    where: () => string,
    config: object = {},
  ): Promise<Listener<ResumingClient>> {
    return new Listener(await ResumingClient.connect(where, { ...CONFIG, ...config }));
  }

  /** Asks for one utterance of these sentences. */
  say(...sentences: readonly string[]): this {
    return this.begin(...sentences).finish();
  }

  /** Begins an utterance with these sentences. */
  begin(...sentences: readonly string[]): this {
    this.#script.push([...sentences]);
    this.times.push(now());
    this.client.send({ type: 'input.text', text: `${sentences.join(' ')} ` });
    return this;
  }

  /** Ends the utterance that was begun, with these sentences. */
  finish(...sentences: readonly string[]): this {
    this.#script.at(-1)?.push(...sentences);
    this.client.send({ type: 'input.text', text: sentences.join(' ') }, { type: 'input.done' });
    return this;
  }

  /** Stops all that was asked for so far. */
  cancel(): void {
    this.#script.forEach((_, utterance) => this.#cancelled.add(utterance));
    this.client.send({ type: 'input.cancel' });
  }

  /** The JSON messages that came so far. */
  get messages(): readonly Readonly<Record<string, unknown>>[] {
    return messagesOf(this.client.received);
  }

  get closeCode(): number | null {
    const last = this.client.received.at(-1);
    return last?.kind === 'closed' ? last.code : null;
  }

  /** No more will come: the last word of all utterances is here, or the connection ended. */
  get isOver(): boolean {
    return this.#done >= this.#script.length || this.closeCode !== null;
  }

  /** Waits until this much audio came, bytes, or no more will come. */
  async hears(bytes = 1, patience = PATIENCE): Promise<void> {
    await eventually(() => this.#audioBytes >= bytes || this.isOver, patience);
  }

  /** Waits for the last word of all utterances, or the end of the connection. */
  async hearsAll(patience = PATIENCE): Promise<this> {
    await eventually(() => this.isOver, patience);
    return this;
  }

  /** Holds what came so far against what was asked for. */
  report(rules: Partial<CheckRules> = {}): SessionReport {
    const given = { reference: markedSpeechOf, cancelled: this.#cancelled, ...rules };
    return checkSession(this.#script, this.client.received, given);
  }

  close(): void {
    this.client.close();
  }

  #take(received: Received): void {
    if (received.kind === 'audio') this.#hear(received.bytes);
    if (received.kind === 'json' && received.message['type'] === 'session.done') this.#done += 1;
  }

  #hear(frame: Uint8Array): void {
    this.#audioBytes += frame.byteLength;
    const at = now();
    this.times.push(at);
    this.arrivals.push({ at, seconds: frame.byteLength / BYTES_PER_SECOND });
  }
}

/** The report of a session of which all was heard as it should be, `seconds` of audio. */
export const wholeReport = (...sentences: readonly string[]): SessionReport => ({
  outcome: 'whole',
  samplesChecked: sentences.reduce((sum, text) => sum + markedSpeechOf(text).length, 0),
  flaws: [],
  faults: [],
});
