import { clone, create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import type {
  AttributeProto,
  GraphProto,
  ModelProto,
  NodeProto,
  TensorProto,
  ValueInfoProto,
} from 'onnx-buf';

/** A model that is not built as this engine expects; `message` names what is missing. */
export class UnsupportedModel extends Error {
  override readonly name = 'UnsupportedModel';
}

/** ONNX's numbers for element types. */
export const ELEMENT = { float32: 1, int64: 7 } as const;

/** Parses an ONNX file's bytes. */
export const parseModel = (bytes: Uint8Array): ModelProto => fromBinary(ModelProtoSchema, bytes);

/** Writes a model as the bytes of an ONNX file. */
export const modelBytes = (model: ModelProto): Uint8Array => toBinary(ModelProtoSchema, model);

/** The model's graph; throws `UnsupportedModel` when it has none. */
export const graphOf = (model: ModelProto): GraphProto => {
  if (model.graph === undefined) throw new UnsupportedModel('the model has no graph');
  return model.graph;
};

/** Makes a node without attributes. */
export const makeNode = (
  opType: string,
  input: readonly string[],
  output: readonly string[],
): NodeProto =>
  create(NodeProtoSchema, {
    opType,
    input: [...input],
    output: [...output],
    name: `${opType} ${output[0] ?? ''}`,
  });

/** Declares a graph input or output; its shape is left open. */
export const declareTensor = (name: string, elemType: number = ELEMENT.float32): ValueInfoProto =>
  create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, {
      value: { case: 'tensorType', value: create(TypeProto_TensorSchema, { elemType }) },
    }),
  });

/** Makes a constant list of int64. */
export const int64List = (name: string, values: readonly number[]): TensorProto =>
  create(TensorProtoSchema, {
    name,
    dataType: ELEMENT.int64,
    dims: [BigInt(values.length)],
    int64Data: values.map(BigInt),
  });

/** Makes a constant tensor of float32. */
export const floatTensor = (
  name: string,
  dims: readonly number[],
  values: Float32Array<ArrayBuffer>,
): TensorProto =>
  create(TensorProtoSchema, {
    name,
    dataType: ELEMENT.float32,
    dims: dims.map(BigInt),
    rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  });

/** The numbers of a constant tensor of float32, however they are stored. */
export const floatsIn = ({ rawData, floatData }: TensorProto): Float32Array =>
  // Copied: raw data may begin at any byte of the file that it was read from.
  rawData.length > 0
    ? new Float32Array(new Uint8Array(rawData).buffer)
    : Float32Array.from(floatData);

/** Copies a node, so that the copy's wiring can change. */
export const copyNode = (node: NodeProto): NodeProto => clone(NodeProtoSchema, node);

/** The same weights under other dimensions. */
export const reshaped = (tensor: TensorProto, dims: readonly bigint[]): TensorProto => {
  const copy = clone(TensorProtoSchema, tensor);
  copy.dims = [...dims];
  return copy;
};

/** An attribute's integers; [0] when the node has none of that name (ONNX defaults of pads and the like). */
export const integers = (node: NodeProto, name: string): readonly number[] =>
  node.attribute.find((attribute) => attribute.name === name)?.ints.map(Number) ?? [0];

/** Makes an attribute that lists integers. */
export const integersAttribute = (name: string, ints: readonly number[]): AttributeProto =>
  create(AttributeProtoSchema, {
    name,
    type: AttributeProto_AttributeType.INTS,
    ints: ints.map(BigInt),
  });

/** The same attribute with other integers. */
export const withIntegers = (
  attribute: AttributeProto,
  ints: readonly bigint[],
): AttributeProto => {
  const copy = clone(AttributeProtoSchema, attribute);
  copy.ints = [...ints];
  return copy;
};

/** Wraps a graph as a model of the same ONNX version as `like`. */
export const modelLike = (
  like: ModelProto,
  graph: Pick<GraphProto, 'node' | 'initializer' | 'input' | 'output'>,
): ModelProto =>
  create(ModelProtoSchema, {
    irVersion: like.irVersion,
    opsetImport: like.opsetImport,
    graph: create(GraphProtoSchema, { name: 'graph', ...graph }),
  });
