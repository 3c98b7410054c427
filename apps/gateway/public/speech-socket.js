const REASONS = new Map([
  [1001, 'The service is being restarted. Try again in a moment.'],
  [1006, 'The connection was lost, or the service is not there.'],
  [1008, 'The service refused the request.'],
  [1011, 'The service has a problem.'],
  [1013, 'The service is overloaded. Try again in a moment.'],
]);

const addressOf = (base) => {
  const url = new URL('v1/audio/speech/stream', base);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
};

/** Speech asks for PCM as it is made; the service fills in the rest. */
const configOf = (voice) => ({
  type: 'session.config',
  response_format: 'pcm',
  stream_audio: true,
  split_granularity: 'sentence',
  ...(voice === '' ? {} : { voice }),
});

/**
 * Has utterances spoken over a WebSocket.
 *
 * A service that keeps the connection open after an utterance is asked again on the same one; for a
 * service that ends it there, or after a while of silence, the next utterance makes a new one.
 */
export class SpeechSocket {
  #base;
  #socket = null;
  #listeners = null;

  constructor(base) {
    this.#base = base;
  }

  /**
   * `listeners` hear of this utterance only: sent(), sentence({ text, rate }), audio(buffer),
   * sentenceDone({ failed }), problem(message), and at the end once done() or failed(message).
   */
  async speak(text, voice, listeners) {
    this.stop();
    this.#listeners = listeners;
    const socket = await this.#connected();
    if (socket === null || this.#listeners !== listeners) return;
    const send = (message) => socket.send(JSON.stringify(message));
    send(configOf(voice));
    send({ type: 'input.text', text });
    send({ type: 'input.done' });
    listeners.sent();
  }

  /** Nothing of an utterance in progress is heard any more. */
  stop() {
    if (this.#listeners === null) return;
    this.#listeners = null;
    this.#socket?.close(1000);
    this.#socket = null;
  }

  /** Null when there is no connection: `failed` was heard then. */
  #connected() {
    if (this.#socket?.readyState === WebSocket.OPEN) return this.#socket;
    const socket = new WebSocket(addressOf(this.#base));
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#receive(socket, data);
    socket.onclose = ({ code }) => this.#closed(socket, code);
    return new Promise((resolve) => {
      socket.addEventListener('open', () => resolve(socket));
      socket.addEventListener('close', () => resolve(null));
    });
  }

  #receive(socket, data) {
    if (socket !== this.#socket || this.#listeners === null) return;
    if (typeof data === 'string') this.#hear(JSON.parse(data), this.#listeners);
    else this.#listeners.audio(data);
  }

  #hear(message, listeners) {
    switch (message.type) {
      case 'audio.start':
        listeners.sentence({ text: message.sentence_text, rate: message.sample_rate ?? null });
        break;
      case 'audio.done':
        listeners.sentenceDone({ failed: message.error === true });
        break;
      case 'session.done':
        this.#listeners = null;
        listeners.done();
        break;
      case 'error':
        listeners.problem(message.message);
        break;
    }
  }

  #closed(socket, code) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    const listeners = this.#listeners;
    this.#listeners = null;
    listeners?.failed(REASONS.get(code) ?? `The service ended the connection (${code}).`);
  }
}
