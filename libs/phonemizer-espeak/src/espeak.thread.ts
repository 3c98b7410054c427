import { parentPort, type MessagePort } from 'node:worker_threads';

import { Espeak, UnknownVoice } from './espeak.js';
import type { PhonemizeCommand, ThreadAnswer, ThreadRequest } from './messages.js';

/** The thread's entry: loads eSpeak, says `ready`, then answers requests in their order. */
const serve = async (port: MessagePort): Promise<void> => {
  const espeak = await Espeak.load();
  const post = (answer: ThreadAnswer): void => port.postMessage(answer);
  port.on('message', (request: ThreadRequest) => post(answerTo(espeak, request)));
  post({ kind: 'ready' });
};

// Any other error leaves eSpeak unusable (it aborts as a whole): the thread ends, and its keeper starts another.
const answerTo = (espeak: Espeak, { id, command }: ThreadRequest): ThreadAnswer => {
  try {
    const reply = { kind: 'phonemized', phonemes: phonemize(espeak, command) } as const;
    return { kind: 'reply', id, reply };
  } catch (error) {
    if (!(error instanceof UnknownVoice)) throw error;
    return { kind: 'refused', id, code: 'unknown_voice', message: error.message };
  }
};

const phonemize = (espeak: Espeak, { voice, texts }: PhonemizeCommand): string[] => {
  espeak.useVoice(voice);
  return texts.map((text) => espeak.phonemes(text));
};

if (parentPort === null) throw new Error('espeak.thread runs as a worker thread only');
await serve(parentPort);
