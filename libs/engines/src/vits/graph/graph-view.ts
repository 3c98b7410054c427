import type { NodeProto } from 'onnx-buf';

import { UnsupportedModel } from './onnx-graph.js';

/** Answers who makes and who reads a tensor. A view of the nodes as they were when it was made. */
export class GraphView {
  readonly #producers = new Map<string, NodeProto>();
  readonly #readers = new Map<string, NodeProto[]>();

  constructor(readonly nodes: readonly NodeProto[]) {
    for (const node of nodes) {
      for (const output of node.output) this.#producers.set(output, node);
      for (const input of node.input)
        this.#readers.set(input, [...(this.#readers.get(input) ?? []), node]);
    }
  }

  /** The node that makes `tensor`; undefined for inputs and weights. */
  producerOf(tensor: string): NodeProto | undefined {
    return this.#producers.get(tensor);
  }

  /** The node of type `opType` that makes `tensor`; throws when another does. */
  producerOfType(tensor: string, opType: string): NodeProto {
    const node = this.producerOf(tensor);
    if (node?.opType !== opType)
      throw new UnsupportedModel(`expected ${opType} before '${tensor}', found ${node?.opType}`);
    return node;
  }

  /** The only node that reads `tensor`; throws when there is not exactly one. */
  readerOf(tensor: string): NodeProto {
    const [reader, ...others] = this.#readers.get(tensor) ?? [];
    if (reader === undefined || others.length > 0)
      throw new UnsupportedModel(`expected one reader of '${tensor}'`);
    return reader;
  }

  ofType(opType: string): readonly NodeProto[] {
    return this.nodes.filter((node) => node.opType === opType);
  }

  /** True if `tensor` is computed from an output of `source`. */
  dependsOn(tensor: string, source: NodeProto): boolean {
    return this.findUpstream(tensor, (node) => node === source) !== undefined;
  }

  /** Some node behind `tensor` that fits, its own producer first. */
  findUpstream(tensor: string, fits: (node: NodeProto) => boolean): NodeProto | undefined {
    const seen = new Set<string>();
    const open = [tensor];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      const node = this.producerOf(next);
      if (node === undefined) continue;
      if (fits(node)) return node;
      open.push(...node.input);
    }
    return undefined;
  }
}

/** A node's n-th input; throws when it has none. */
export const inputOf = (node: NodeProto, index: number): string => {
  const input = node.input[index];
  if (input === undefined || input === '')
    throw new UnsupportedModel(`${node.opType} '${node.name}' has no input ${index}`);
  return input;
};

/** A node's first output; throws when it has none. */
export const outputOf = (node: NodeProto): string => {
  const [output] = node.output;
  if (output === undefined) throw new UnsupportedModel(`${node.opType} without output`);
  return output;
};

/** Orders nodes so that each stands behind those it reads from; otherwise as they were. */
export const inDependencyOrder = (nodes: readonly NodeProto[]): NodeProto[] => {
  const view = new GraphView(nodes);
  const ordered = new Set<NodeProto>();
  const visit = (node: NodeProto): void => {
    if (ordered.has(node)) return;
    for (const input of node.input) {
      const producer = view.producerOf(input);
      if (producer !== undefined) visit(producer);
    }
    ordered.add(node);
  };
  nodes.forEach(visit);
  return [...ordered];
};
