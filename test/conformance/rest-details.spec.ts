import { type IncomingMessage, request } from 'node:http';

import { describe, expect, it } from '@jest/globals';
import type { FakeScript } from '@chorale/testing';
import decode from 'audio-decode';

import { useGateway } from './gateway-under-test.js';
import { bytesOf, RestCall } from './rest-call.js';

const RATE = 24_000;
const HALF = RATE / 2;
const LEVEL = 0.25;
const RADIANS = (2 * Math.PI * 440) / RATE;

/** Half a second of 440 Hz, in the phase in which the sentence before left off. */
const toneOn: FakeScript = ({ seq }) => {
  const samples = Int16Array.from({ length: HALF }, (_, at) =>
    Math.round(LEVEL * 32_767 * Math.sin(RADIANS * (seq * HALF + at))),
  );
  return { chunks: [new Uint8Array(samples.buffer)] };
};

/** The steepest step from one sample to the next that a tone of this level has. */
const STEEPEST = LEVEL * RADIANS;

/** What a decoder may add at the ends, where it does not know them: some frames of 24 or 43 ms. */
const SLACK_SECONDS = 0.08;

describe('two sentences of a request', () => {
  const gateway = useGateway();
  const call = new RestCall(gateway);

  const FILES = ['wav', 'mp3', 'opus', 'flac', 'aac'].map((format) => [format, {}] as const);
  const STREAMS = ['wav', 'mp3', 'opus', 'flac'].map(
    (format) => [format, { stream_format: 'audio' }] as const,
  );

  it.each([...FILES, ...STREAMS])(
    'are one piece of audio, without a click where they meet: %s %j',
    async (format, fields) => {
      gateway().speaker.say(toneOn);
      const input = 'Here is one. Here is another.';
      const response = await call.speech({ input, response_format: format, ...fields });
      const { sampleRate, channelData } = await decode(await bytesOf(response));
      const samples = channelData[0] ?? new Float32Array();
      const seconds = samples.length / sampleRate;
      expect(seconds).toBeGreaterThan(1 - 1e-6);
      expect(seconds).toBeLessThan(1 + SLACK_SECONDS);
      const middle = samples.subarray(0.1 * sampleRate, 0.9 * sampleRate);
      const steepest = middle.reduce(
        (most, sample, at) => Math.max(most, Math.abs(sample - (middle[at - 1] ?? sample))),
        0,
      );
      expect((steepest * sampleRate) / RATE).toBeLessThan(1.3 * STEEPEST);
      expect((steepest * sampleRate) / RATE).toBeGreaterThan(0.7 * STEEPEST);
    },
  );
});

describe('a request', () => {
  const gateway = useGateway();
  const call = new RestCall(gateway);

  const seedsOf = async (...seeds: readonly (string | null)[]) => {
    for (const seed of seeds)
      await bytesOf(await call.post('/v1/audio/speech', `{"input":"Hello.","seed":${seed}}`));
    return gateway().speaker.jobs.map((job) => job.sentenceSeed);
  };

  it('with the same seed asks for the same samples, down to the last of 64 bits', async () => {
    const [first, again, none, zero, large, larger] = await seedsOf(
      ...['7', '7', null, '0'],
      ...['9223372036854775806', '9223372036854775807'],
    );
    expect(again).toBe(first);
    expect(zero).toBe(none);
    expect(none).not.toBe(first);
    expect(larger).not.toBe(large);
  });

  /** `fetch` does not tell trailers. */
  const answerTo = (body: object): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = { 'Content-Type': 'application/json' };
      request(`${gateway().url}/v1/audio/speech`, { method: 'POST', headers })
        .once('response', (response) => response.resume().once('end', () => resolve(response)))
        .once('error', reject)
        .end(JSON.stringify(body));
    });

  it('for a stream is told its times as they become known: the total behind the audio', async () => {
    const { headers, trailers } = await answerTo({ input: 'Hello.', stream_format: 'audio' });
    expect(headers['server-timing']).toMatch(/^queue;dur=[\d.]+, first-audio;dur=[\d.]+$/);
    expect(trailers['server-timing']).toMatch(/, total;dur=[\d.]+$/);
  });
});
