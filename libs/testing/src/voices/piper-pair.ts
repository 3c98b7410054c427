import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes the JSON of a small Piper configuration; `changes` replace whole members. */
export const aPiperConfigJson = (
  changes: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  audio: { sample_rate: 22_050, quality: 'medium' },
  espeak: { voice: 'en-us' },
  inference: { noise_scale: 0.667, length_scale: 1, noise_w: 0.8 },
  phoneme_type: 'espeak',
  phoneme_map: {},
  phoneme_id_map: { _: [0], '^': [1], $: [2], ' ': [3], a: [14], ˈ: [120] },
  num_symbols: 256,
  num_speakers: 1,
  speaker_id_map: {},
  language: { code: 'en_US', family: 'en', region: 'US' },
  ...changes,
});

/** Makes bytes that start like an ONNX model and are not one. */
export const aFakeModel = (bytes = 1024): Uint8Array => {
  const model = new Uint8Array(bytes).map((_, position) => (position * 31) % 251);
  model.set([0x08, 0x08, 0x12]);
  return model;
};

/** Writes `<id>.onnx` and `<id>.onnx.json` into a folder, which is made if need be. */
export const writePiperPair = async (
  dir: string,
  id: string,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, `${id}.onnx`), aFakeModel());
  await writeFile(join(dir, `${id}.onnx.json`), JSON.stringify(aPiperConfigJson(changes)));
};
