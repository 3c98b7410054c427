import type { GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto } from 'onnx-buf';

import { GraphView, inDependencyOrder } from './graph-view.js';
import { copyNode, declareTensor, graphOf, int64List, modelLike } from './onnx-graph.js';

/** Which part of a graph to cut out. */
export interface Cut {
  /** Tensors that become inputs: what makes them is left behind. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Nodes put in before cutting. */
  readonly added?: readonly NodeProto[];
}

/** A part of a model that is being rewritten. It owns copies of the nodes; weights' bytes are shared. */
export class GraphDraft {
  #nodes: NodeProto[];
  #inputs: ValueInfoProto[];
  #outputs: readonly string[];
  readonly #weights: Map<string, TensorProto>;

  private constructor(
    private readonly origin: ModelProto,
    part: Pick<GraphProto, 'node' | 'initializer' | 'input'>,
    outputs: readonly string[],
  ) {
    this.#nodes = part.node.map(copyNode);
    this.#inputs = part.input;
    this.#outputs = outputs;
    this.#weights = new Map(part.initializer.map((tensor) => [tensor.name, tensor]));
  }

  /** Cuts out what leads from `inputs` to `outputs`. Inputs of the whole model that are reached stay inputs. */
  static cut(model: ModelProto, { inputs, outputs, added = [] }: Cut): GraphDraft {
    const graph = graphOf(model);
    const node = reaching([...graph.node, ...added], inputs, outputs);
    const read = new Set(node.flatMap((each) => each.input));
    const initializer = graph.initializer.filter(({ name }) => read.has(name));
    const kept = graph.input.filter(({ name }) => read.has(name));
    const input = [...kept, ...inputs.map((name) => declareTensor(name))];
    return new GraphDraft(model, { node, initializer, input }, outputs);
  }

  get nodes(): readonly NodeProto[] {
    return this.#nodes;
  }

  view(): GraphView {
    return new GraphView(this.#nodes);
  }

  weight(name: string): TensorProto | undefined {
    return this.#weights.get(name);
  }

  setWeight(tensor: TensorProto): void {
    this.#weights.set(tensor.name, tensor);
  }

  /** Adds a constant list of int64 and returns its name. */
  constant(name: string, values: readonly number[]): string {
    this.setWeight(int64List(name, values));
    return name;
  }

  add(...nodes: readonly NodeProto[]): void {
    this.#nodes.push(...nodes);
  }

  /** Replaces every node by what `rewrite` makes of it. */
  rewrite(rewrite: (node: NodeProto) => readonly NodeProto[]): void {
    this.#nodes = this.#nodes.flatMap(rewrite);
  }

  /** Lets every reader of `from` read `to` instead. */
  rewire(from: string, to: string): void {
    for (const node of this.#nodes)
      node.input = node.input.map((input) => (input === from ? to : input));
  }

  /** Declares one more input and returns its name. */
  addInput(name: string, elementType: number): string {
    this.#inputs.push(declareTensor(name, elementType));
    return name;
  }

  /** Moves the draft's only end to a tensor that is yet to be made. */
  endIn(output: string): void {
    this.#outputs = [output];
  }

  /** Ends the draft: what no output needs is dropped, and outputs get the names that `names` gives them. */
  finish(names: ReadonlyMap<string, string>): ModelProto {
    const named = (tensor: string): string => names.get(tensor) ?? tensor;
    const inputs = this.#inputs.map(({ name }) => name);
    const needed = reaching(this.#nodes, inputs, this.#outputs);
    const node = inDependencyOrder(needed).map(copyNode);
    for (const each of node) {
      each.input = each.input.map(named);
      each.output = each.output.map(named);
    }
    for (const input of this.#inputs) input.name = named(input.name);
    const read = new Set(node.flatMap((each) => each.input));
    return modelLike(this.origin, {
      node,
      initializer: [...this.#weights.values()].filter(({ name }) => read.has(name)),
      input: this.#inputs.filter(({ name }) => read.has(name)),
      output: this.#outputs.map((name) => declareTensor(named(name))),
    });
  }
}

/** The nodes that `outputs` need, without those that only make `inputs`. */
const reaching = (
  nodes: readonly NodeProto[],
  inputs: readonly string[],
  outputs: readonly string[],
): NodeProto[] => {
  const view = new GraphView(nodes);
  const seen = new Set(inputs);
  const needed = new Set<NodeProto>();
  const open = [...outputs];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const node = view.producerOf(next);
    if (node === undefined || needed.has(node)) continue;
    needed.add(node);
    open.push(...node.input);
  }
  return nodes.filter((node) => needed.has(node));
};
