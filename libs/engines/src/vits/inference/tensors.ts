import { Tensor } from 'onnxruntime-node';

import { Refusal } from '../../threads/serve-commands.js';

/** A list of whole numbers as a tensor; its shape is [length] unless given. */
export const int64Tensor = (values: readonly number[], dims: readonly number[] = [values.length]) =>
  new Tensor('int64', BigInt64Array.from(values, BigInt), dims);

/** Numbers as a tensor of the given shape. */
export const float32Tensor = (values: Float32Array, dims: readonly number[]) =>
  new Tensor('float32', values, dims);

/** The numbers of a float tensor that a model gave; refuses anything else. */
export const floatsOf = (outputs: Readonly<Record<string, Tensor>>, name: string): Float32Array => {
  const data = outputs[name]?.data;
  if (!(data instanceof Float32Array)) throw new Refusal('failed', `the model gave no '${name}'`);
  return data;
};

/** The same numbers in memory that all threads see. */
export const shared = (values: Float32Array): Float32Array => {
  const copy = new Float32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
};
