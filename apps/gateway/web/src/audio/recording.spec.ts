import { describe, expect, it } from '@jest/globals';

import { Recording } from './recording.js';

const textAt = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

describe(Recording.name, () => {
  it('makes a WAV file of what came', () => {
    const recording = new Recording();
    recording.add(Float32Array.of(0, 0.5), 8000);
    recording.add(Float32Array.of(-1, 1), 8000);
    const wav = recording.toWav();
    const view = new DataView(wav.buffer);
    expect(textAt(wav, 0, 4) + textAt(wav, 8, 16) + textAt(wav, 36, 40)).toBe('RIFFWAVEfmt data');
    expect(view.getUint32(24, true)).toBe(8000);
    expect(view.getUint32(40, true)).toBe(8);
    expect([44, 46, 48, 50].map((at) => view.getInt16(at, true))).toEqual([
      0, 16_384, -32_768, 32_767,
    ]);
  });

  it('draws the loudest sample of every 20 ms', () => {
    const recording = new Recording();
    const samples = new Float32Array(960);
    samples[3] = -0.5;
    samples[500] = 0.25;
    recording.add(samples, 24_000);
    expect(recording.peaks).toEqual([0.5, 0.25]);
    expect(recording.seconds).toBe(0.04);
  });

  it('keeps its samples when the originals are given away', () => {
    const recording = new Recording();
    const samples = Float32Array.of(0.5);
    recording.add(samples, 24_000);
    samples[0] = 0;
    expect(new DataView(recording.toWav().buffer).getInt16(44, true)).toBe(16_384);
  });

  it('keeps as much as it may and no more', () => {
    const recording = new Recording(5);
    recording.add(new Float32Array(3), 10);
    expect(recording.full).toBe(false);
    recording.add(new Float32Array(3), 10);
    recording.add(new Float32Array(3), 10);
    expect(recording.full).toBe(true);
    expect(recording.seconds).toBe(0.5);
  });
});
