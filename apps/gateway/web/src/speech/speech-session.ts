import type { ServerMessage, WordTime } from './server-message.js';
import type { SpeechSettings } from './speech-settings.js';
import { sessionConfigOf } from './speech-settings.js';

/** What happens to a session: from whoever uses it, and from its socket. */
export type SessionEvent =
  | { readonly kind: 'begin'; readonly settings: SpeechSettings }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'finish' }
  /** The listener had heard this many ms of the utterance. */
  | { readonly kind: 'interrupt'; readonly playedMs: number }
  | { readonly kind: 'opened' }
  | { readonly kind: 'closed'; readonly code: number }
  | { readonly kind: 'message'; readonly message: ServerMessage }
  | { readonly kind: 'audio'; readonly frame: ArrayBuffer }
  /** The service did not answer an interruption in time. */
  | { readonly kind: 'patienceEnded' };

/** What is to be done about it: orders to the socket, and news of the utterance. */
export type SessionEffect = SocketOrder | SessionNews;

/** What is to be done with the socket. */
type SocketOrder =
  | { readonly kind: 'open' }
  | { readonly kind: 'send'; readonly message: TypedMessage }
  | { readonly kind: 'hangUp' };

/** What became of the utterance. */
export type SessionNews =
  /** The first text is on its way. */
  | { readonly kind: 'textSent' }
  | {
      readonly kind: 'sentence';
      readonly sentence: number;
      readonly text: string;
      readonly rate: number | null;
    }
  | { readonly kind: 'words'; readonly sentence: number; readonly words: readonly WordTime[] }
  | { readonly kind: 'audio'; readonly frame: ArrayBuffer }
  | {
      readonly kind: 'sentenceEnded';
      readonly sentence: number;
      readonly failed: boolean;
      readonly discard: boolean;
    }
  | { readonly kind: 'problem'; readonly message: string }
  /** All of the utterance has come. */
  | { readonly kind: 'ended' }
  /** What the listener had heard; null if the service did not say. */
  | { readonly kind: 'interrupted'; readonly heard: Heard | null }
  /** The connection is gone; `reached` tells whether it was there. */
  | { readonly kind: 'lost'; readonly code: number; readonly reached: boolean };

/** The text of an interrupted utterance, cut where its listener was. */
export interface Heard {
  readonly spoken: string;
  readonly remaining: string;
}

/** A message to the service. */
interface TypedMessage {
  readonly type: string;
}

type TextMessage =
  { readonly type: 'input.text'; readonly text: string } | { readonly type: 'input.done' };

type Phase = 'idle' | 'connecting' | 'speaking' | 'cancelling';

/**
 * One utterance after the other over one WebSocket, without the socket: events go in, effects come out.
 *
 * A service that keeps the connection open after an utterance is asked again on the same one; for a
 * service that ends it there, or after a while of silence, the next utterance opens a new one.
 */
export class SpeechSession {
  #phase: Phase = 'idle';
  #connected = false;
  /** Messages that wait for the connection. */
  #waiting: TypedMessage[] = [];
  #hasSentText = false;
  #textEnded = false;
  /** Number of the latest utterance on this connection; null until it is known. */
  #utterance: number | null = null;
  /** Whether all of the latest utterance has come. */
  #complete = true;
  /** The sentence whose audio is to be dropped. */
  #discard = false;
  #heard: Heard | null = null;

  get phase(): Phase {
    return this.#phase;
  }

  /** Takes what happened; returns what to do, in order. */
  handle(event: SessionEvent): readonly SessionEffect[] {
    switch (event.kind) {
      case 'begin':
        return this.#begin(event.settings);
      case 'text':
        return this.#addText(event.text);
      case 'finish':
        return this.#finish();
      case 'interrupt':
        return this.#interrupt(event.playedMs);
      case 'opened':
        return this.#opened();
      case 'closed':
        return this.#closed(event.code);
      case 'message':
        return this.#hear(event.message);
      case 'audio':
        return this.#phase === 'speaking' ? [{ kind: 'audio', frame: event.frame }] : [];
      case 'patienceEnded':
        return this.#phase === 'cancelling' ? this.#giveUp() : [];
    }
  }

  /** An utterance in progress is dropped together with its connection. */
  #begin(settings: SpeechSettings): readonly SessionEffect[] {
    const dropped = this.#phase === 'idle' ? [] : this.#hangUp();
    this.#hasSentText = false;
    this.#textEnded = false;
    this.#complete = false;
    this.#discard = false;
    this.#heard = null;
    this.#utterance = null;
    const config = sessionConfigOf(settings);
    if (this.#connected) {
      this.#phase = 'speaking';
      return [...dropped, { kind: 'send', message: config }];
    }
    this.#phase = 'connecting';
    this.#waiting = [config];
    return [...dropped, { kind: 'open' }];
  }

  #addText(text: string): readonly SessionEffect[] {
    if (!this.#takesText() || text === '') return [];
    return this.#say({ type: 'input.text', text });
  }

  #finish(): readonly SessionEffect[] {
    if (!this.#takesText()) return [];
    this.#textEnded = true;
    return this.#say({ type: 'input.done' });
  }

  #takesText(): boolean {
    return !this.#textEnded && (this.#phase === 'connecting' || this.#phase === 'speaking');
  }

  #say(message: TextMessage): readonly SessionEffect[] {
    if (this.#phase === 'connecting') {
      this.#waiting.push(message);
      return [];
    }
    return [{ kind: 'send', message }, ...this.#noteFirst(message)];
  }

  #noteFirst({ type }: TypedMessage): readonly SessionEffect[] {
    if (this.#hasSentText || type !== 'input.text') return [];
    this.#hasSentText = true;
    return [{ kind: 'textSent' }];
  }

  #opened(): readonly SessionEffect[] {
    this.#connected = true;
    this.#utterance = null;
    if (this.#phase !== 'connecting') return [];
    this.#phase = 'speaking';
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting.flatMap((message) => [
      { kind: 'send', message } as const,
      ...this.#noteFirst(message),
    ]);
  }

  /** What was all sent may still be playing: the service is asked about that, too. */
  #interrupt(playedMs: number): readonly SessionEffect[] {
    if (this.#phase === 'cancelling') return [];
    if (!this.#connected || this.#utterance === null) return this.#giveUp();
    this.#phase = 'cancelling';
    return [{ kind: 'send', message: cancelOf(this.#utterance, playedMs) }];
  }

  /** Nobody can say what was heard. */
  #giveUp(): readonly SessionEffect[] {
    const wasIdle = this.#phase === 'idle';
    const interrupted = { kind: 'interrupted', heard: this.#heard } as const;
    return wasIdle ? [interrupted] : [...this.#hangUp(), interrupted];
  }

  #hangUp(): readonly SessionEffect[] {
    this.#phase = 'idle';
    this.#connected = false;
    this.#waiting = [];
    return [{ kind: 'hangUp' }];
  }

  #closed(code: number): readonly SessionEffect[] {
    const was = this.#phase;
    const reached = this.#connected;
    this.#phase = 'idle';
    this.#connected = false;
    this.#waiting = [];
    if (was === 'idle') return []; // the service may end a connection that nobody uses
    if (was === 'cancelling') return [{ kind: 'interrupted', heard: this.#heard }];
    return [{ kind: 'lost', code, reached }];
  }

  #hear(message: ServerMessage): readonly SessionEffect[] {
    if (this.#phase === 'idle') return [];
    return this.#phase === 'cancelling' ? this.#hearAnswer(message) : this.#hearNews(message);
  }

  /** An answer to an interruption ends with `session.done`, unless that had come before. */
  #hearAnswer(message: ServerMessage): readonly SessionEffect[] {
    if (message.type === 'audio.cancelled') this.#heard = message;
    if (message.type === 'session.done') this.#complete = true;
    if (message.type === 'error') return this.#giveUp();
    if (!this.#complete || this.#heard === null) return [];
    this.#phase = 'idle';
    return [{ kind: 'interrupted', heard: this.#heard }];
  }

  #hearNews(message: ServerMessage): readonly SessionEffect[] {
    switch (message.type) {
      case 'audio.start': {
        this.#utterance = message.utterance;
        const { sentence, text, rate } = message;
        return [{ kind: 'sentence', sentence, text, rate }];
      }
      case 'audio.timing':
        return [{ kind: 'words', sentence: message.sentence, words: message.words }];
      case 'audio.done':
        return this.#endSentence(message);
      case 'error':
        this.#discard ||= message.discard;
        return [{ kind: 'problem', message: message.message }];
      case 'session.done':
        this.#phase = 'idle';
        this.#complete = true;
        return [{ kind: 'ended' }];
      case 'audio.cancelled':
        return []; // an answer that came too late
    }
  }

  #endSentence({
    sentence,
    failed,
  }: {
    sentence: number;
    failed: boolean;
  }): readonly SessionEffect[] {
    const discard = this.#discard;
    this.#discard = false;
    return [{ kind: 'sentenceEnded', sentence, failed, discard }];
  }
}

const cancelOf = (utterance: number, playedMs: number) => ({
  type: 'input.cancel',
  utterance_index: utterance,
  played_ms: Math.max(0, Math.round(playedMs)),
});
