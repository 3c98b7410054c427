import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NodeProto } from 'onnx-buf';

import { GraphDraft } from './graph-draft.js';
import {
  declareTensor,
  floatsIn,
  floatTensor,
  integers,
  integersAttribute,
  makeNode,
  modelLike,
  parseModel,
  UnsupportedModel,
} from './onnx-graph.js';
import { upsampleByConvolution } from './upsample-by-convolution.js';

interface Upsampler {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
  /** [in, out, kernel] */
  readonly weights: Float32Array<ArrayBuffer>;
  readonly bias: Float32Array<ArrayBuffer>;
}

const wholeNumbers = (length: number) =>
  fc
    .array(fc.integer({ min: -9, max: 9 }), { minLength: length, maxLength: length })
    .map((values) => Float32Array.from(values));

/** Whole numbers, so that sums do not depend on their order. */
const upsampling = fc
  .record({
    inChannels: fc.integer({ min: 1, max: 3 }),
    outChannels: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 4 }),
    pad: fc.nat({ max: 3 }),
    columns: fc.integer({ min: 1, max: 6 }),
  })
  .chain(({ columns, ...shape }) => {
    const kernel = shape.stride + 2 * shape.pad;
    return fc
      .record({
        weights: wholeNumbers(shape.inChannels * shape.outChannels * kernel),
        bias: wholeNumbers(shape.outChannels),
        input: wholeNumbers(shape.inChannels * columns),
      })
      .map(({ input, ...values }) => ({ ...shape, ...values, kernel, columns, input }));
  });

const modelOf = (up: Upsampler, dilation = 1) => {
  const node = makeNode('ConvTranspose', ['in', 'kernel', 'bias'], ['out']);
  const dims = [up.inChannels, up.outChannels, 1, up.kernel];
  node.attribute = [
    integersAttribute('kernel_shape', [1, up.kernel]),
    integersAttribute('strides', [1, up.stride]),
    integersAttribute('pads', [0, up.pad, 0, up.pad]),
    integersAttribute('dilations', [1, dilation]),
  ];
  return modelLike(parseModel(new Uint8Array()), {
    node: [node],
    initializer: [
      floatTensor('kernel', dims, up.weights),
      floatTensor('bias', [up.outChannels], up.bias),
    ],
    input: [declareTensor('in')],
    output: [declareTensor('out')],
  });
};

/** By definition: each input column adds its kernel to the output, from column stride · position − pad on. */
const transposed = (up: Upsampler, input: Float32Array, columns: number): readonly number[][] =>
  Array.from({ length: up.outChannels }, (_, out) =>
    Array.from({ length: columns * up.stride }, (__, column) => {
      let sum = up.bias[out] ?? 0;
      for (let at = 0; at < columns; at++) {
        const element = column + up.pad - at * up.stride;
        if (element < 0 || element >= up.kernel) continue;
        for (let into = 0; into < up.inChannels; into++)
          sum +=
            (input[into * columns + at] ?? 0) *
            (up.weights[(into * up.outChannels + out) * up.kernel + element] ?? 0);
      }
      return sum;
    }),
  );

/** The nodes that an upsampler becomes, run one after the other on [1, channels, 1, columns]. */
const run = (up: Upsampler, input: Float32Array): Grid => {
  const draft = GraphDraft.cut(modelOf(up), { inputs: ['in'], outputs: ['out'] });
  upsampleByConvolution(draft);
  const columns = input.length / up.inChannels;
  let grid: Grid = { dims: [1, up.inChannels, 1, columns], values: [...input] };
  for (const node of draft.nodes) grid = step(draft, node, grid);
  return grid;
};

interface Grid {
  readonly dims: readonly number[];
  readonly values: readonly number[];
}

const step = (draft: GraphDraft, node: NodeProto, grid: Grid): Grid => {
  switch (node.opType) {
    case 'Conv':
      return convolved(draft, node, grid);
    case 'Reshape':
      return shaped(grid, (draft.weight(node.input[1] ?? '')?.int64Data ?? []).map(Number));
    case 'Transpose':
      return turned(grid, integers(node, 'perm'));
    default:
      throw new TypeError(node.opType);
  }
};

const convolved = (draft: GraphDraft, node: NodeProto, { dims, values }: Grid): Grid => {
  const [kernel, bias] = node.input.slice(1).map((name) => draft.weight(name));
  if (kernel === undefined || bias === undefined) throw new TypeError('a weight is missing');
  const [weights, biases] = [floatsIn(kernel), floatsIn(bias)];
  const [rows = 0, into = 0, , taps = 0] = kernel.dims.map(Number);
  const columns = dims[3] ?? 0;
  const pad = integers(node, 'pads')[1] ?? 0;
  const wide = columns + 2 * pad - taps + 1;
  const sumAt = (row: number, column: number): number => {
    let sum = biases[row] ?? 0;
    for (let at = 0; at < into * taps; at++) {
      const read = column - pad + (at % taps);
      if (read < 0 || read >= columns) continue;
      sum +=
        (weights[row * into * taps + at] ?? 0) *
        (values[Math.floor(at / taps) * columns + read] ?? 0);
    }
    return sum;
  };
  return {
    dims: [1, rows, 1, wide],
    values: Array.from({ length: rows * wide }, (_, i) => sumAt(Math.floor(i / wide), i % wide)),
  };
};

/** As ONNX: 0 keeps an axis, −1 takes what is left. */
const shaped = ({ dims, values }: Grid, wanted: readonly number[]): Grid => {
  const kept = wanted.map((size, axis) => (size === 0 ? (dims[axis] ?? 0) : size));
  const known = kept.filter((size) => size > 0).reduce((a, b) => a * b, 1);
  return { dims: kept.map((size) => (size === -1 ? values.length / known : size)), values };
};

/** For the last two axes only. */
const turned = ({ dims, values }: Grid, perm: readonly number[]): Grid => {
  expect(perm).toEqual([0, 1, 3, 2]);
  const [batch = 0, channels = 0, rows = 0, columns = 0] = dims;
  const area = rows * columns;
  return {
    dims: [batch, channels, columns, rows],
    values: values.map((_, at) => {
      const inside = at % area;
      return values[at - inside + (inside % rows) * columns + Math.floor(inside / rows)] ?? NaN;
    }),
  };
};

describe(upsampleByConvolution.name, () => {
  it('gives what the transposed convolution gives, behind as many columns as that is padded with', () => {
    fc.assert(
      fc.property(upsampling, ({ input, columns, ...up }) => {
        const { dims, values } = run(up, input);
        const wide = dims[3] ?? 0;
        expect(dims).toEqual([1, up.outChannels, 1, wide]);
        const rows = Array.from({ length: up.outChannels }, (_, row) =>
          values.slice(row * wide + up.pad, row * wide + up.pad + columns * up.stride),
        );
        expect(rows).toEqual(transposed(up, input, columns));
      }),
    );
  });

  it('refuses kernels with gaps', () => {
    const [up] = fc.sample(upsampling, 1);
    if (up === undefined) throw new Error('no sample');
    const draft = GraphDraft.cut(modelOf(up, 2), { inputs: ['in'], outputs: ['out'] });
    expect(() => upsampleByConvolution(draft)).toThrow(UnsupportedModel);
  });
});
