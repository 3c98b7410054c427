import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';

import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';

/** A JSON message of the speech protocol, either way. */
export type SpeechMessage = Readonly<Record<string, unknown>>;

/** What a connection of the fake service can do; called for each message of the client. */
export type SpeechScript = (
  message: SpeechMessage,
  reply: {
    json(message: SpeechMessage): void;
    audio(bytes: Uint8Array): void;
    close(code: number, reason?: string): void;
  },
) => void;

const replyTo = (socket: WebSocket): Parameters<SpeechScript>[1] => ({
  json: (message) => socket.send(JSON.stringify(message)),
  audio: (bytes) => socket.send(bytes),
  close: (code, reason) => socket.close(code, reason),
});

/** A server of the speech WebSocket on a loopback port that follows a script. */
export class FakeSpeechService {
  /** All that clients sent, in order. */
  readonly heard: SpeechMessage[] = [];
  /** The upgrade requests, in order. */
  readonly upgrades: IncomingMessage[] = [];
  /** Connections that are open now. */
  get connections(): number {
    return this.#sockets.clients.size;
  }
  readonly #http = createServer();
  readonly #sockets = new WebSocketServer({ server: this.#http });
  #port = 0;

  private constructor(script: SpeechScript) {
    this.#sockets.on('connection', (socket, request) => {
      this.upgrades.push(request);
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString('utf8')) as SpeechMessage; // clients under test send objects
        this.heard.push(message);
        script(message, replyTo(socket));
      });
    });
  }

  static async start(script: SpeechScript): Promise<FakeSpeechService> {
    const service = new FakeSpeechService(script);
    await new Promise<void>((resolve) => service.#http.listen(0, '127.0.0.1', resolve));
    const address = service.#http.address();
    service.#port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    return service;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/v1/audio/speech/stream`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    await new Promise((resolve) => this.#http.close(resolve));
  }
}
