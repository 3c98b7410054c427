import { describe, expect, it } from '@jest/globals';
import { parseWav } from '@chorale/audio';
import type { SpeechClient } from '@chorale/testing';

import { useGateway } from './gateway-under-test.js';
import { DONE, streamed, text, WIRES } from './wire.js';

/** What upstream's example client always sends. */
const ITS_CONFIG = {
  type: 'session.config',
  voice: 'Vivian',
  task_type: 'CustomVoice',
  language: 'Auto',
  response_format: 'wav',
  speed: 1.0,
};

const SENTENCES = 'Hello world. How are you? I am fine.';

interface Saved {
  readonly index: number;
  readonly text: string;
  readonly audio: Buffer;
}

/** What it learns from a session, by the fields that it reads. */
interface Session {
  readonly saved: readonly Saved[];
  readonly total: number;
  readonly errors: readonly string[];
}

/** Receives as it does: a chunk list per sentence, a file at each `audio.done`, the end at `session.done`. */
const receive = async (client: SpeechClient): Promise<Session> => {
  const saved: Saved[] = [];
  const errors: string[] = [];
  let chunks: Uint8Array[] = [];
  let sentence = { index: -1, text: '' };
  for (;;) {
    const received = await client.next();
    if (received.kind === 'closed') throw new Error('the connection ended before session.done');
    if (received.kind === 'audio') chunks.push(received.bytes);
    else {
      const { message } = received;
      if (message['type'] === 'audio.start') {
        sentence = {
          index: Number(message['sentence_index']),
          text: String(message['sentence_text']),
        };
        chunks = [];
      }
      if (message['type'] === 'audio.done')
        saved.push({ ...sentence, audio: Buffer.concat(chunks) });
      if (message['type'] === 'error') errors.push(String(message['message']));
      if (message['type'] === 'session.done')
        return { saved, errors, total: Number(message['total_sentences']) };
    }
  }
};

/** Word by word, as a speech recogniser would give them. */
const sendWords = (client: SpeechClient, words: readonly string[]): void => {
  words.forEach((word, at) => client.send(text(at === words.length - 1 ? word : `${word} `)));
  client.send(DONE);
};

/** As a gateway is by default, and the seed profile. */
const GATEWAYS = WIRES.map(({ profile }) => ({ profile, env: { SPEECH_PROFILE: profile } }));

describe.each(GATEWAYS)(
  "upstream's example client against the $profile profile",
  ({ profile, env }) => {
    const gateway = useGateway(env);

    const texts = ({ saved }: Session) => saved.map((sentence) => sentence.text);

    it('saves one wav file per sentence', async () => {
      const client = await gateway().talk(ITS_CONFIG, text(SENTENCES), DONE);
      const session = await receive(client);
      expect(session.errors).toEqual([]);
      expect(session.total).toBe(3);
      expect(session.saved.map(({ index }) => index)).toEqual([0, 1, 2]);
      expect(texts(session)).toEqual(['Hello world.', 'How are you?', 'I am fine.']);
      for (const { audio, text: words } of session.saved)
        expect(parseWav(audio)).toMatchObject({
          ...{ sampleRate: 24_000, channels: 1 },
          data: expect.objectContaining({ byteLength: words.length * 480 }),
        });
    });

    it('streams pcm while its words come one by one', async () => {
      const client = await gateway().talk({ ...ITS_CONFIG, ...streamed() });
      sendWords(client, SENTENCES.split(' '));
      const session = await receive(client);
      expect(texts(session)).toEqual(['Hello world.', 'How are you?', 'I am fine.']);
      expect(session.saved.map(({ audio }) => audio.length)).toEqual([5760, 5760, 4800]);
    });

    it('is spoken to with the default voice, in its own language', async () => {
      await receive(await gateway().talk(ITS_CONFIG, text('Hi.'), DONE));
      expect(gateway().speaker.jobs).toMatchObject([{ voice: 'fake', language: 'en-US' }]);
    });

    it('may name its voice as speaker where that is known', async () => {
      const named = { ...ITS_CONFIG, voice: null, speaker: 'fake-de' };
      await receive(await gateway().talk(named, text('Hi.'), DONE));
      const spokenBy = { omni: 'fake-de', seed: 'fake' };
      expect(gateway().speaker.jobs.map((job) => job.voice)).toEqual([spokenBy[profile]]);
    });
  },
);
