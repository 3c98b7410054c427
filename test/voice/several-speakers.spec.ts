import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { findVoices, type VitsEngine } from '@chorale/engines';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
  type GraphProto,
} from 'onnx-buf';

import { hashOf, speak, startEngine, VOICE, VOICES_DIR } from './engine-under-test.js';

jest.setTimeout(60_000);

const SPEAKERS = 3;
const WIDTH = 16;

const floats = (name: string, dims: readonly number[]) =>
  create(TensorProtoSchema, {
    name,
    dataType: 1,
    dims: dims.map(BigInt),
    floatData: Array.from({ length: dims.reduce((a, b) => a * b) }, (_, i) => Math.sin(i) / 20),
  });

const node = (opType: string, input: readonly string[], output: string) =>
  create(NodeProtoSchema, { opType, name: output, input: [...input], output: [output] });

const firstConvOf = (graph: GraphProto) => {
  const upsampler = graph.node.find(({ opType }) => opType === 'ConvTranspose');
  const activation = graph.node.find(({ output }) => output[0] === upsampler?.input[0]);
  const conv = graph.node.find(({ output }) => output[0] === activation?.input[0]);
  if (conv === undefined) throw new Error('the voice has no first convolution');
  return conv;
};

/**
 * Gives the voice's decoder a bias per speaker where trained voices with several speakers have theirs:
 * Gather(speakers, sid) → convolution → added behind the first convolution. No such voice is at hand
 * that is small enough, so this one is made.
 */
const withSpeakers = (bytes: Uint8Array): Uint8Array => {
  const model = fromBinary(ModelProtoSchema, bytes);
  const { graph } = model;
  if (graph === undefined) throw new Error('the voice has no graph');
  const conv = firstConvOf(graph);
  const [sound = ''] = conv.output;
  const channels = Number(graph.initializer.find(({ name }) => name === conv.input[1])?.dims[0]);
  for (const each of graph.node)
    each.input = each.input.map((input) => (input === sound ? 'spoken by' : input));
  graph.input.push(
    create(ValueInfoProtoSchema, {
      name: 'sid',
      type: create(TypeProtoSchema, {
        value: { case: 'tensorType', value: create(TypeProto_TensorSchema, { elemType: 7 }) },
      }),
    }),
  );
  // The export calls a weight of its own `sid`; a real one with several speakers does not.
  renameWeight(graph, 'sid', 'phonemes');
  const last = create(TensorProtoSchema, {
    name: 'last',
    dataType: 7,
    dims: [1n],
    int64Data: [2n],
  });
  graph.initializer.push(floats('speakers', [SPEAKERS, WIDTH]), last);
  graph.initializer.push(floats('bias', [channels, WIDTH, 1]));
  graph.node.splice(
    graph.node.indexOf(conv) + 1,
    0,
    node('Gather', ['speakers', 'sid'], 'who'),
    node('Unsqueeze', ['who', 'last'], 'who raised'),
    node('Conv', ['who raised', 'bias'], 'how'),
    node('Add', [sound, 'how'], 'spoken by'),
  );
  return toBinary(ModelProtoSchema, model);
};

const renameWeight = (graph: GraphProto, from: string, to: string): void => {
  for (const weight of graph.initializer) if (weight.name === from) weight.name = to;
  for (const each of graph.node)
    each.input = each.input.map((input) => (input === from ? to : input));
};

describe('a voice with several speakers', () => {
  let folder: string;
  let engine: VitsEngine;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chorale-speakers-'));
    const model = await readFile(join(VOICES_DIR, `${VOICE}.onnx`));
    const config = await readFile(join(VOICES_DIR, `${VOICE}.onnx.json`), 'utf8');
    await writeFile(join(folder, 'choir.onnx'), withSpeakers(model));
    await writeFile(
      join(folder, 'choir.onnx.json'),
      JSON.stringify({ ...JSON.parse(config), num_speakers: SPEAKERS }),
    );
    const { voices } = await findVoices(folder);
    engine = await startEngine({ voices, defaultVoice: 'choir', cacheDir: join(folder, 'cache') });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  const saidBy = (speaker: number | null, fromSample = 0) =>
    speak(engine, { voice: 'choir', text: 'Good morning to all of you.', speaker, fromSample });

  it('sounds different with each', async () => {
    const hashes = [];
    for (const speaker of [0, 1, 2]) hashes.push(hashOf((await saidBy(speaker)).samples));
    expect(new Set(hashes).size).toBe(SPEAKERS);
  });

  it('speaks as the first when none is named', async () => {
    expect(hashOf((await saidBy(null)).samples)).toBe(hashOf((await saidBy(0)).samples));
  });

  it('goes on at any sample with the same bits', async () => {
    const { samples } = await saidBy(2);
    const rest = await saidBy(2, 20_000);
    expect(hashOf(rest.samples)).toBe(hashOf(samples.slice(20_000)));
  });

  it('does not have more than it has', async () => {
    await expect(saidBy(SPEAKERS)).rejects.toMatchObject({ code: 'unknown_speaker' });
  });
});
