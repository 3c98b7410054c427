import { WebSocket } from 'ws';

import { type Line, STOPPED, type Target, type UtteranceReport } from './target.js';
import { UtteranceRecorder } from './utterance-recorder.js';

const BYTES_PER_SECOND = 24_000 * 2;

/** How a WebSocket target is spoken to. */
export interface WsTargetOptions {
  readonly url: string;
  readonly voice: string | null;
  /** Words per second in which the text is sent; null = at once. */
  readonly wordsPerSecond: number | null;
  readonly apiKey?: string | null;
}

/** A server of the vLLM-Omni speech WebSocket: one socket per listener, many utterances on it. */
export const wsTarget = (options: WsTargetOptions): Target => ({
  name: options.url,
  open: async () => {
    const headers = options.apiKey == null ? {} : { Authorization: `Bearer ${options.apiKey}` };
    const socket = new WebSocket(options.url, { perMessageDeflate: false, headers });
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    const voice = options.voice === null ? {} : { voice: options.voice };
    const config = { response_format: 'pcm', stream_audio: true, split_granularity: 'sentence' };
    send(socket, { type: 'session.config', ...config, ...voice });
    return new WsLine(socket, options);
  },
});

const send = (socket: WebSocket, message: object): void => socket.send(JSON.stringify(message));

class WsLine implements Line {
  constructor(
    private readonly socket: WebSocket,
    private readonly options: WsTargetOptions,
  ) {
    socket.on('error', () => undefined); // the close that follows ends the utterance
  }

  async speak(text: string, signal: AbortSignal): Promise<UtteranceReport> {
    const recorder = new UtteranceRecorder(BYTES_PER_SECOND);
    const heard = this.#listen(recorder, signal);
    await this.#sendText(text, signal);
    return recorder.report(await heard);
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  close(): void {
    this.socket.close();
  }

  async #sendText(text: string, signal: AbortSignal): Promise<void> {
    const { wordsPerSecond } = this.options;
    const pieces = wordsPerSecond === null ? [text] : text.split(/(?<=\s)/);
    for (const piece of pieces) {
      if (signal.aborted) return;
      send(this.socket, { type: 'input.text', text: piece });
      if (wordsPerSecond !== null) await pause(1000 / wordsPerSecond);
    }
    send(this.socket, { type: 'input.done' });
  }

  /** Resolves to the failure, if any, at the end of the utterance. */
  #listen(recorder: UtteranceRecorder, signal: AbortSignal): Promise<string | null> {
    return new Promise((resolve) => {
      let failure: string | null = null;
      const end = (reason: string | null): void => {
        this.socket.off('message', onMessage);
        this.socket.off('close', onClose);
        signal.removeEventListener('abort', onAbort);
        resolve(reason);
      };
      const onMessage = (data: Buffer, isBinary: boolean): void => {
        if (isBinary) return recorder.audio(data.byteLength);
        const message: unknown = JSON.parse(data.toString('utf8'));
        if (typeOf(message) === 'error') failure = 'error message';
        if (typeOf(message) === 'session.done') end(failure);
      };
      const onClose = (code: number): void => end(`closed with ${code}`);
      const onAbort = (): void => end(STOPPED);
      this.socket.on('message', onMessage);
      this.socket.on('close', onClose);
      signal.addEventListener('abort', onAbort);
    });
  }
}

const typeOf = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
