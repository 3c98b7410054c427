/**
 * npm run bench:formats [-- seconds]
 *
 * What it costs to encode speech: how many times faster than it is heard one core makes each format,
 * how much of it there is, and how much audio goes in before the first bytes come out.
 */
import { setImmediate } from 'node:timers/promises';

import { AUDIO_FORMATS, createEncoderPool, sampleEncodingOf } from '@chorale/audio';
import type { EncoderPool } from '@chorale/audio';
import type { AudioFormat } from '@chorale/speech';

const RATES = [8000, 24_000, 48_000];
const SECONDS = Number(process.argv[2] ?? '60');
const CHUNK_SECONDS = 0.1;

/** A voice's harmonics in syllables, over a little noise, as the bytes of PCM16. */
const speech = (rate: number): Uint8Array => {
  const samples = Int16Array.from({ length: rate * SECONDS }, (_, i) => {
    const time = i / rate;
    const phase = 2 * Math.PI * 120 * time + 3 * Math.sin(4 * time);
    const voiced = Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.25 * Math.sin(7 * phase);
    const noise = ((Math.imul(i, 0x9e3779b1) >>> 16) / 0xffff - 0.5) * 0.1;
    return 9000 * (Math.max(0, Math.sin(20 * time)) * voiced + noise);
  });
  return new Uint8Array(samples.buffer);
};

interface Cost {
  readonly timesRealTime: number;
  readonly kbitPerSecond: number;
  readonly firstBytesAfterMs: number | null;
}

const costOf = async (
  pool: EncoderPool,
  format: AudioFormat,
  { pcm, sampleRate }: { readonly pcm: Uint8Array; readonly sampleRate: number },
): Promise<Cost> => {
  const encoder = pool.open({ format, sampleRate, channels: 1, streamed: format !== 'aac' });
  const chunkBytes = sampleRate * CHUNK_SECONDS * (sampleEncodingOf(format) === 'pcm16' ? 2 : 1);
  let bytes = 0;
  let first: number | null = null;
  const startedAt = performance.now();
  for (let at = 0; at < pcm.length; at += chunkBytes) {
    const { length } = await encoder.encode(pcm.subarray(at, at + chunkBytes));
    bytes += length;
    if (length > 0) first ??= at / chunkBytes + 1;
  }
  bytes += (await encoder.finish()).length;
  const tookSeconds = (performance.now() - startedAt) / 1000;
  return {
    timesRealTime: SECONDS / tookSeconds,
    kbitPerSecond: (bytes * 8) / SECONDS / 1000,
    firstBytesAfterMs: first === null ? null : first * CHUNK_SECONDS * 1000,
  };
};

const isG711 = (format: AudioFormat): boolean => sampleEncodingOf(format) !== 'pcm16';

const main = async (): Promise<void> => {
  const pool = createEncoderPool({ threads: 1 });
  console.log('| format | Hz | × real time | kbit/s | first bytes after (ms of audio) |');
  console.log('|---|---|---|---|---|');
  for (const format of AUDIO_FORMATS)
    for (const sampleRate of isG711(format) ? [8000] : RATES) {
      const pcm = speech(sampleRate);
      const input = { pcm: isG711(format) ? pcm.subarray(0, pcm.length / 2) : pcm, sampleRate };
      await costOf(pool, format, { ...input, pcm: input.pcm.subarray(0, sampleRate) }); // warm-up
      await setImmediate();
      const cost = await costOf(pool, format, input);
      const figures = [cost.timesRealTime, cost.kbitPerSecond].map((figure) => figure.toFixed(0));
      console.log(
        `| ${[format, sampleRate, ...figures, cost.firstBytesAfterMs ?? 'whole'].join(' | ')} |`,
      );
    }
  await pool.close();
};

await main();
