import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { concatenated } from '../codec.js';
import { createFlacCodec } from './flac-codec.js';

const encoded = async (
  pcm: Uint8Array,
  cuts: readonly number[],
  streamed: boolean,
): Promise<Uint8Array> => {
  const codec = createFlacCodec({ format: 'flac', sampleRate: 8000, channels: 1, streamed });
  const places = [0, ...cuts.map((cut) => 2 * cut), pcm.length].sort((a, b) => a - b);
  const parts = places.map((end, i) => codec.encode(pcm.subarray(places[i - 1] ?? 0, end)));
  return concatenated([...parts, await codec.finish(() => undefined)]);
};

const noise = (samples: number): Uint8Array =>
  Uint8Array.from({ length: 2 * samples }, (_, i) => Math.imul(i, 2_654_435_761) >>> (i % 24));

describe(createFlacCodec.name, () => {
  it('gives the same bytes for any cut of the samples', async () => {
    const pcm = noise(1300);
    for (const streamed of [true, false]) {
      const whole = await encoded(pcm, [], streamed);
      const cuts = fc.array(fc.nat(1300), { maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(cuts, async (places) => {
          expect(Buffer.compare(await encoded(pcm, places, streamed), whole)).toBe(0);
        }),
        { numRuns: 15 },
      );
    }
  });

  it('names the number of samples once it is known', async () => {
    const file = Buffer.from(await encoded(noise(1300), [], false));
    const stream = Buffer.from(await encoded(noise(1300), [], true));
    expect([file.readUInt32BE(22), stream.readUInt32BE(22)]).toEqual([1300, 0]);
    expect(file.subarray(42)).toEqual(stream.subarray(42));
  });

  it('needs next to nothing for silence', async () => {
    expect((await encoded(new Uint8Array(16_000), [], false)).length).toBeLessThan(42 + 16 * 12);
  });

  it('numbers more frames than fit in one byte, or in two', async () => {
    const file = await encoded(new Uint8Array(2 * 512 * 2100), [], false);
    // Frame 2099 as UTF-8 would write it, in the last frame's header: rate code 4, 512 samples.
    expect(
      Buffer.from(file).includes(Buffer.from([0xff, 0xf8, 0x94, 0x08, 0xe0, 0xa0, 0xb3])),
    ).toBe(true);
  });
});
