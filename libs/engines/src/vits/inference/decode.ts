import { Refusal } from '../../threads/serve-commands.js';
import type { FillTask } from '../decode-plan.js';
import { DECODER } from '../graph/build-decoder.js';
import { FLOW } from '../graph/build-flow.js';
import { CROP_ENDS, CROP_STARTS } from '../graph/crop.js';
import type { CroppedWindow, Span } from '../windows.js';
import { drawPrior } from './draw-prior.js';
import { featuresIn } from './features.js';
import type { LoadedVoice, Tensors } from './loaded-voice.js';
import {
  BROKEN_SOUND,
  type DecodeCommand,
  type FrontTask,
  type InferenceReply,
  type SegmentMemory,
} from './messages.js';
import { brokenBecause } from './sound-check.js';
import { float32Tensor, floatsOf, int64Tensor } from './tensors.js';

/** Fills latent and features where they are missing, and decodes one chunk of them. */
export const decode = async (
  voice: LoadedVoice,
  command: DecodeCommand,
): Promise<InferenceReply> => {
  for (const task of command.flow) await fillLatent(voice, command, task);
  if (command.front !== null) await fillFeatures(voice, command, command.front);
  const feeds = { [DECODER.features]: featuresTensor(command), ...cropFeeds(command.back) };
  const outputs = await voice.run('back', feeds, command.speaker);
  return { kind: 'decoded', samples: proven(floatsOf(outputs, DECODER.sound).slice()) };
};

const fillLatent = async (
  voice: LoadedVoice,
  command: DecodeCommand,
  { fill, window }: FillTask,
): Promise<void> => {
  const { memory, speaker } = command;
  const feeds = {
    [FLOW.prior]: float32Tensor(drawPrior(command, window.input), shapeOf(memory, window.input)),
    ...cropFeeds(window),
  };
  const outputs = await voice.run('flow', feeds, speaker);
  const given = floatsOf(outputs, FLOW.latent);
  const { from, to } = window.output;
  for (let channel = 0; channel < memory.channels; channel++) {
    const row = channel * (to - from) - from;
    memory.latent.set(
      given.subarray(row + fill.from, row + fill.to),
      channel * memory.frames + fill.from,
    );
  }
};

const fillFeatures = async (
  voice: LoadedVoice,
  { memory, speaker }: DecodeCommand,
  { window, piece }: FrontTask,
): Promise<void> => {
  const feeds = { [DECODER.latent]: latentTensor(memory, window.input), ...cropFeeds(window) };
  const outputs = await voice.run('front', feeds, speaker);
  piece.values.set(floatsOf(outputs, DECODER.features));
};

/** Copies a window out of the latent: a model's input must not be shared memory. */
const latentTensor = (memory: SegmentMemory, { from, to }: Span) => {
  const columns = to - from;
  const values = new Float32Array(memory.channels * columns);
  for (let channel = 0; channel < memory.channels; channel++) {
    const row = channel * memory.frames;
    values.set(memory.latent.subarray(row + from, row + to), channel * columns);
  }
  return float32Tensor(values, shapeOf(memory, { from, to }));
};

const featuresTensor = ({ features, featureChannels, back }: DecodeCommand) => {
  const values = featuresIn(back.input, features, featureChannels);
  return float32Tensor(values, [1, featureChannels, back.input.to - back.input.from]);
};

const shapeOf = ({ channels }: SegmentMemory, { from, to }: Span): readonly number[] => [
  1,
  channels,
  to - from,
];

const cropFeeds = ({ starts, ends }: CroppedWindow): Tensors => ({
  [CROP_STARTS]: int64Tensor(starts),
  [CROP_ENDS]: int64Tensor(ends),
});

const proven = (samples: Float32Array): Float32Array => {
  const reason = brokenBecause(samples);
  if (reason !== null) throw new Refusal(BROKEN_SOUND, reason);
  return samples;
};
