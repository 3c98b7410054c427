import { readServerMessage } from '../speech/server-message.js';
import type { SessionEffect, SessionEvent, SessionNews } from '../speech/speech-session.js';
import { SpeechSession } from '../speech/speech-session.js';

/** How long the service may take to say what was heard, ms. */
const ANSWER_MS = 3000;

/** Gives a session its socket. */
export class SpeechConnection {
  readonly #session = new SpeechSession();
  #socket: WebSocket | null = null;
  #patience: ReturnType<typeof setTimeout> | undefined;

  /** `address` is asked for at every connection; `tell` hears the news, in order. */
  constructor(
    private readonly address: () => URL,
    private readonly tell: (news: SessionNews) => void,
  ) {}

  /** Does what the session makes of the event. */
  handle(event: SessionEvent): void {
    for (const effect of this.#session.handle(event)) this.#perform(effect);
    clearTimeout(this.#patience);
    if (this.#session.phase === 'cancelling')
      this.#patience = setTimeout(() => this.handle({ kind: 'patienceEnded' }), ANSWER_MS);
  }

  #perform(effect: SessionEffect): void {
    if (effect.kind === 'open') this.#open();
    else if (effect.kind === 'send') this.#socket?.send(JSON.stringify(effect.message));
    else if (effect.kind === 'hangUp') this.#hangUp();
    else this.tell(effect);
  }

  #hangUp(): void {
    this.#socket?.close(1000);
    this.#socket = null;
  }

  /** What a socket says after it was given up is nobody's business. */
  #open(): void {
    const socket = new WebSocket(this.address());
    const pass = (event: SessionEvent): void => {
      if (socket === this.#socket) this.handle(event);
    };
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => pass({ kind: 'opened' });
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => receive(data, pass);
    socket.onclose = ({ code }) => pass({ kind: 'closed', code });
    this.#socket = socket;
  }
}

const receive = (data: string | ArrayBuffer, pass: (event: SessionEvent) => void): void => {
  if (typeof data !== 'string') return pass({ kind: 'audio', frame: data });
  const message = readServerMessage(data);
  if (message !== null) pass({ kind: 'message', message });
};
