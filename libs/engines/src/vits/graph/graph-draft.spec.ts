import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import { AttributeProtoSchema, TensorProtoSchema, type NodeProto } from 'onnx-buf';

import { findSeams } from './analyse.js';
import { convolveIn2d } from './convolve-in-2d.js';
import { addCrops } from './crop.js';
import { GraphDraft } from './graph-draft.js';
import {
  declareTensor,
  graphOf,
  integers,
  makeNode,
  modelLike,
  parseModel,
  UnsupportedModel,
} from './onnx-graph.js';

const EMPTY = parseModel(new Uint8Array());

const aKernel = (name: string) =>
  create(TensorProtoSchema, {
    name,
    dataType: 1,
    dims: [2n, 2n, 3n],
    floatData: Array(12).fill(1),
  });

const aConv = (input: string, output: string): NodeProto => {
  const node = makeNode('Conv', [input, 'kernel'], [output]);
  node.attribute = [
    create(AttributeProtoSchema, { name: 'kernel_shape', ints: [3n] }),
    create(AttributeProtoSchema, { name: 'pads', ints: [1n, 1n] }),
  ];
  return node;
};

/** in → Relu → a → Conv → b → Tanh → out, with a branch that nobody needs. */
const aModel = () =>
  modelLike(EMPTY, {
    node: [
      makeNode('Relu', ['in'], ['a']),
      aConv('a', 'b'),
      makeNode('Neg', ['a'], ['aside']),
      makeNode('Tanh', ['b'], ['out']),
    ],
    initializer: [aKernel('kernel'), aKernel('unused')],
    input: [declareTensor('in')],
    output: [declareTensor('out')],
  });

const shapeOf = (draft: GraphDraft, names: Readonly<Record<string, string>> = {}) => {
  const graph = graphOf(draft.finish(new Map(Object.entries(names))));
  return {
    nodes: graph.node.map(({ opType, input, output }) => `${input[0]} ${opType} ${output[0]}`),
    weights: graph.initializer.map(({ name, dims }) => `${name} ${dims.join('x')}`),
    inputs: graph.input.map(({ name }) => name),
    outputs: graph.output.map(({ name }) => name),
  };
};

describe(GraphDraft.name, () => {
  it('keeps what leads from the cut to the outputs, and nothing else', () => {
    expect(shapeOf(GraphDraft.cut(aModel(), { inputs: ['a'], outputs: ['out'] }))).toEqual({
      nodes: ['a Conv b', 'b Tanh out'],
      weights: ['kernel 2x2x3'],
      inputs: ['a'],
      outputs: ['out'],
    });
  });

  it('keeps inputs of the whole model that are reached', () => {
    expect(shapeOf(GraphDraft.cut(aModel(), { inputs: [], outputs: ['b'] })).inputs).toEqual([
      'in',
    ]);
  });

  it('renames inputs and outputs where they are read, too', () => {
    const draft = GraphDraft.cut(aModel(), { inputs: ['a'], outputs: ['out'] });
    expect(shapeOf(draft, { a: 'latent', out: 'sound' })).toMatchObject({
      nodes: ['latent Conv b', 'b Tanh sound'],
      inputs: ['latent'],
      outputs: ['sound'],
    });
  });

  it('leaves the model as it was', () => {
    const model = aModel();
    const draft = GraphDraft.cut(model, { inputs: ['a'], outputs: ['out'] });
    draft.rewire('b', 'elsewhere');
    convolveIn2d(draft, 'a');
    expect(graphOf(model).node[3]?.input).toEqual(['b']);
    expect(graphOf(model).initializer[0]?.dims).toEqual([2n, 2n, 3n]);
  });
});

describe(convolveIn2d.name, () => {
  it('gives kernels a height of one, and tensors an axis for it', () => {
    const draft = GraphDraft.cut(aModel(), { inputs: ['a'], outputs: ['out'] });
    convolveIn2d(draft, 'a');
    const conv = draft.nodes.find(({ opType }) => opType === 'Conv');
    expect(conv && integers(conv, 'kernel_shape')).toEqual([1, 3]);
    expect(conv && integers(conv, 'pads')).toEqual([0, 1, 0, 1]);
    expect(shapeOf(draft)).toMatchObject({
      nodes: ['a Unsqueeze a raised', 'a raised Conv b', 'b Tanh out'],
      weights: ['kernel 2x2x1x3', 'height axis 1'],
    });
  });
});

describe(addCrops.name, () => {
  it('puts a crop between a tensor and whatever reads it', () => {
    const draft = GraphDraft.cut(aModel(), { inputs: ['a'], outputs: ['out'] });
    addCrops(draft, ['b']);
    expect(shapeOf(draft)).toMatchObject({
      nodes: [
        'a Conv b',
        'starts Split starts 0',
        'ends Split ends 0',
        'b Slice b cropped',
        'b cropped Tanh out',
      ],
      inputs: ['a', 'starts', 'ends'],
    });
  });
});

describe(findSeams.name, () => {
  it('refuses a model of another kind, and says what it misses', () => {
    expect(() => findSeams(graphOf(aModel()))).toThrow(UnsupportedModel);
    expect(() => findSeams(graphOf(aModel()))).toThrow('expected one Ceil, found 0');
  });
});
