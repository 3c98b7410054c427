import { setTimeout as pause } from 'node:timers/promises';

import type { Received } from './speech-client.js';
import { SpeechClient } from './speech-client.js';

type Message = Readonly<Record<string, unknown>>;

/** The first thing that it does not have. */
interface Place {
  utterance: number;
  sentence: number;
  samples: number;
}

/** One return of a client, or a try that came to nothing; ms since 1970. */
export interface Return {
  /** When its connection was gone. */
  readonly cutAt: number;
  /** When it began to connect again, and when it said `session.resume`. */
  readonly connectingAt: number;
  readonly askedAt: number;
  /** When `session.resumed` came, and the first sample behind it; null if they did not. */
  resumedAt: number | null;
  heardAt: number | null;
}

/** Before another gateway is tried, ms. */
const AGAIN_MS = 50;

/** Tries to come back before it gives up: more than a minute. */
const MAX_TRIES = 1_500;

/** A connection that ended so is tried again elsewhere. */
const COMES_BACK: ReadonlySet<number> = new Set([1001, 1006, 1012, 1013]);

/** Its own end: the server has forgotten what it had not heard. */
const GAP = 4900;

const BYTES_PER_SAMPLE = 2;

const now = (): number => performance.timeOrigin + performance.now();

/**
 * A client of a resumable session of PCM16 that comes back whenever its connection breaks, to whichever
 * gateway `where` names. What it `received` is what a client would have got that never was cut off.
 */
export class ResumingClient {
  readonly received: Received[] = [];
  readonly returns: Return[] = [];
  readonly #said: unknown[] = [];
  readonly #place: Place = { utterance: 0, sentence: 0, samples: 0 };
  #client: SpeechClient | null = null;
  #session: string | null = null;
  #token = '';
  #safe = 0;
  #isOpen = false;
  #hasLeft = false;
  #failedConnects = 0;
  #listener: (received: Received) => void = () => undefined;
  #onLost: (code: number) => void = () => undefined;

  private constructor(private readonly where: () => string) {}

  /** Connects, and asks for a session that can be resumed; rejects when nobody takes it in. */
  static async connect(where: () => string, config: object): Promise<ResumingClient> {
    const client = new ResumingClient(where);
    await client.#connect();
    client.send({ ...config, chorale: 1, resumable: true });
    return client;
  }

  /** Calls back for everything that comes from now on. */
  onReceived(listener: (received: Received) => void): void {
    this.#listener = listener;
  }

  /** Calls back with the close code when a connection is gone from which it comes back. */
  onLost(listener: (code: number) => void): void {
    this.#onLost = listener;
  }

  /** Tries to come back that came to nothing: nobody there, or turned away. */
  get triesInVain(): number {
    return this.#failedConnects + this.returns.filter(({ resumedAt }) => resumedAt === null).length;
  }

  /** Sends each as JSON, in order, now or when the connection stands again. */
  send(...messages: readonly unknown[]): void {
    this.#said.push(...messages);
    if (this.#isOpen) this.#client?.send(...messages);
  }

  /** What it needs to come back; null until it was told. */
  get ticket(): { readonly session: string; readonly token: string } | null {
    return this.#session === null ? null : { session: this.#session, token: this.#token };
  }

  /** Its messages that need not be said again. */
  get safe(): number {
    return this.#safe;
  }

  /** Breaks the connection; it comes back. */
  cut(): void {
    this.#client?.drop();
  }

  /** Acknowledges all that it has heard. */
  acknowledge(): void {
    if (this.#isOpen) this.#client?.send({ type: 'audio.ack', ...this.#position });
  }

  close(): void {
    this.#hasLeft = true;
    this.#client?.close();
  }

  /** Leaves without a word, for good. */
  drop(): void {
    this.#hasLeft = true;
    this.#client?.drop();
  }

  async #connect(): Promise<SpeechClient> {
    const client = await SpeechClient.connect(this.where());
    client.onReceived((received) => this.#take(client, received));
    this.#client = client;
    this.#isOpen = this.#session === null;
    return client;
  }

  #take(from: SpeechClient, received: Received): void {
    if (from !== this.#client) return;
    switch (received.kind) {
      case 'audio':
        return this.#hear(received);
      case 'json':
        return this.#read(received.message, received);
      case 'closed':
        return this.#lose(received);
    }
  }

  #hear(received: Extract<Received, { kind: 'audio' }>): void {
    this.#place.samples += received.bytes.byteLength / BYTES_PER_SAMPLE;
    const latest = this.returns.at(-1);
    if (latest !== undefined) latest.heardAt ??= now();
    this.#keep(received);
  }

  #read(message: Message, received: Received): void {
    switch (message['type']) {
      case 'session.created':
        this.#session = String(message['session_id']);
        this.#token = String(message['resume_token']);
        return;
      case 'session.resumed':
        return this.#goOn(message);
      case 'input.ack':
        this.#safe = Number(message['received']);
        return;
      case 'session.moved':
        return;
      case 'error':
        if (this.#isOpen) this.#keep(received); // else it is why a try comes to nothing
        return;
      case 'audio.start':
        if (this.#place.samples > 0) return; // it is gone on with
        return this.#keep(received);
      default:
        this.#moveOn(message);
        return this.#keep(received);
    }
  }

  #moveOn(message: Message): void {
    const utterance = Number(message['utterance_index']);
    if (message['type'] === 'audio.done')
      this.#moveTo({ utterance, sentence: Number(message['sentence_index']) + 1, samples: 0 });
    if (message['type'] === 'session.done')
      this.#moveTo({ utterance: utterance + 1, sentence: 0, samples: 0 });
  }

  #moveTo(place: Place): void {
    Object.assign(this.#place, place);
  }

  #goOn(message: Message): void {
    this.#token = String(message['resume_token']);
    const fit = message['fit'];
    if (fit === 'gap') return this.#giveUp({ kind: 'closed', code: GAP, reason: 'gap' });
    if (fit === 'sentence') this.#forgetSentence();
    const latest = this.returns.at(-1);
    if (latest !== undefined) latest.resumedAt = now();
    this.#isOpen = true;
    const received = Number(message['received']);
    const again = this.#said.slice(received);
    this.#client?.send(...again);
  }

  /** The sentence comes anew: what was heard of it does not count. */
  #forgetSentence(): void {
    const begin = this.received.findLastIndex(
      (item) => item.kind === 'json' && item.message['type'] === 'audio.start',
    );
    this.received.splice(begin);
    this.#place.samples = 0;
  }

  #giveUp(end: Received): void {
    this.drop();
    this.#client = null; // whatever else it says is not heard
    this.#keep(end);
  }

  #lose(received: Extract<Received, { kind: 'closed' }>): void {
    this.#isOpen = false;
    if (this.#hasLeft || this.#session === null || !COMES_BACK.has(received.code))
      return this.#keep(received);
    this.#onLost(received.code);
    void this.#comeBack(received); // #comeBack never rejects
  }

  async #comeBack(lost: Received): Promise<void> {
    const cutAt = now();
    if (this.returns.at(-1)?.resumedAt === null) await pause(AGAIN_MS); // it was turned away
    for (let tries = 0; tries < MAX_TRIES && !this.#hasLeft; tries += 1) {
      const connectingAt = now();
      const client = await this.#connect().catch(() => null);
      if (client !== null) {
        this.#ask(client, { cutAt, connectingAt });
        return;
      }
      this.#failedConnects += 1;
      await pause(AGAIN_MS);
    }
    this.#keep(lost);
  }

  #ask(client: SpeechClient, since: Pick<Return, 'cutAt' | 'connectingAt'>): void {
    if (this.#hasLeft) return client.close(); // it left while the connection was being made
    this.returns.push({ ...since, askedAt: now(), resumedAt: null, heardAt: null });
    client.send(this.resumeMessage);
  }

  /** What it says to come back. */
  get resumeMessage(): Message {
    return {
      type: 'session.resume',
      session_id: this.#session,
      resume_token: this.#token,
      ...this.#position,
      received: this.#safe,
    };
  }

  get #position(): Message {
    return {
      utterance_index: this.#place.utterance,
      sentence_index: this.#place.sentence,
      sample_offset: this.#place.samples,
    };
  }

  #keep(received: Received): void {
    this.received.push(received);
    this.#listener(received);
  }
}
