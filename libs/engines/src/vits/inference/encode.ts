import { ENCODER } from '../graph/build-encoder.js';
import { fillNormals, NOISE_STREAM } from '../noise.js';
import type { LoadedVoice } from './loaded-voice.js';
import type { EncodeCommand, InferenceReply, SegmentNoise } from './messages.js';
import { float32Tensor, floatsOf, int64Tensor, shared } from './tensors.js';

/** The duration predictor draws two numbers per id. */
const DRAWS = 2;

/** Runs the encoder: how long each id lasts at length scale 1, and the latent's distribution for it. */
export const encode = async (
  voice: LoadedVoice,
  command: EncodeCommand,
): Promise<InferenceReply> => {
  const { ids, noise, noiseWidth, speaker } = command;
  const outputs = await voice.run(
    'encoder',
    {
      input: int64Tensor(ids, [1, ids.length]),
      input_lengths: int64Tensor([ids.length]),
      // Noise on the latent (not used here), length, noise on the durations.
      scales: float32Tensor(Float32Array.of(0, 1, noiseWidth), [3]),
      [ENCODER.durationNoise]: float32Tensor(durationNoise(noise, ids.length), [
        1,
        DRAWS,
        ids.length,
      ]),
    },
    speaker,
  );
  return {
    kind: 'encoded',
    durations: floatsOf(outputs, ENCODER.durations).slice(),
    means: shared(floatsOf(outputs, ENCODER.means)),
    deviations: shared(floatsOf(outputs, ENCODER.deviations)),
  };
};

/** Noise of the duration predictor, [draws, ids]: a row of its own for each id. */
const durationNoise = ({ key, segment }: SegmentNoise, ids: number): Float32Array => {
  const all = new Float32Array(DRAWS * ids);
  const drawn = new Float32Array(DRAWS);
  for (let row = 0; row < ids; row++) {
    fillNormals(drawn, key, { stream: NOISE_STREAM.durations, segment, row });
    all[row] = drawn[0] ?? 0;
    all[ids + row] = drawn[1] ?? 0;
  }
  return all;
};
