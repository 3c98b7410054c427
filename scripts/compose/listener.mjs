import { on, once } from 'node:events';

import WebSocket from 'ws';

import { SetupError } from '../setup/command.mjs';

const LISTEN_MS = 180_000;

/** What a listener got of one utterance, and what it was told that it would get. */
class Heard {
  frames = [];
  totals = [];
  rate = 0;
  firstMs = null;
  sentences = null;
  #sentAt = performance.now();

  take(frame) {
    this.firstMs ??= performance.now() - this.#sentAt;
    this.frames.push(frame);
  }

  read(message) {
    if (message.type === 'error') throw new SetupError(`The service says: ${message.message}`);
    if (message.type === 'audio.start') this.rate = message.sample_rate;
    if (message.type === 'audio.done') this.totals.push(message.total_bytes);
    if (message.type === 'session.done') this.sentences = message.total_sentences;
  }

  get pcm() {
    return Buffer.concat(this.frames);
  }
}

const receive = async (messages, heard, onAudio) => {
  for await (const [data, isBinary] of messages) {
    if (isBinary) heard.take(data);
    else heard.read(JSON.parse(data.toString()));
    if (isBinary) onAudio(heard);
    if (heard.sentences !== null) return;
  }
  throw new SetupError('The gateway closed the connection before it was done.');
};

/**
 * Has a gateway speak a text; resolves when it says that all is spoken. `onAudio` is called after each
 * frame. Rejects where an error is told, the connection ends, or three minutes are over.
 */
export const listen = async (url, text, onAudio = () => undefined) => {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/audio/speech/stream`);
  const signal = AbortSignal.timeout(LISTEN_MS);
  const messages = on(socket, 'message', { signal, close: ['close'] });
  try {
    await once(socket, 'open', { signal });
    const heard = new Heard();
    const config = { type: 'session.config', response_format: 'pcm', stream_audio: true };
    for (const message of [config, { type: 'input.text', text }, { type: 'input.done' }])
      socket.send(JSON.stringify(message));
    await receive(messages, heard, onAudio);
    return heard;
  } finally {
    socket.terminate();
  }
};
