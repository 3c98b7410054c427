import { eventually } from '@chorale/testing';

import type { ExitReason } from '../../processes/spawned-program.js';

import { FakePod, type PodProcess } from './fake-pod.js';
import type { PodRules } from './pod-rules.js';

/** On a machine that others load as well. */
const PATIENCE = { timeoutMs: 60_000, everyMs: 20 };

/** Pods of one kind, replaced as Kubernetes' deployment controller replaces them. */
export class FakeDeployment {
  /** Those that are not told to leave. */
  #pods: readonly FakePod[] = [];
  readonly #all: FakePod[] = [];

  constructor(
    readonly rules: PodRules,
    private readonly start: (env: PodRules['env']) => PodProcess,
  ) {}

  /** Starts as many as there are to be, and waits until all serve. */
  async up(): Promise<void> {
    for (let pod = 0; pod < this.rules.replicas; pod += 1) this.#add();
    await eventually(() => this.#serving === this.rules.replicas, PATIENCE);
  }

  /** Every pod there ever was, those included that are leaving. */
  get all(): readonly FakePod[] {
    return this.#all;
  }

  /** What kubelets had against pods that nobody had told to leave. */
  get complaints(): readonly string[] {
    return this.#all.flatMap(({ complaint }) => complaint ?? []);
  }

  /** Replaces all pods, which leave by `leaving`; resolves to how each of the old ones ended. */
  async rollOut(leaving = this.rules): Promise<readonly ExitReason[]> {
    const old = [...this.#pods];
    const ends: Promise<ExitReason>[] = [];
    while (old.length > 0) {
      await eventually(() => this.#mayAdd(old.length) || this.#mayTake, PATIENCE);
      if (this.#mayAdd(old.length)) this.#add();
      else ends.push(this.#take(old.shift()).leave(leaving));
    }
    await eventually(() => this.#serving === this.rules.replicas, PATIENCE);
    return Promise.all(ends);
  }

  async kill(): Promise<void> {
    await Promise.all(this.#all.map((pod) => pod.kill()));
  }

  #mayAdd(old: number): boolean {
    const { replicas, surge } = this.rules;
    return this.#pods.length - old < replicas && this.#pods.length < replicas + surge;
  }

  get #mayTake(): boolean {
    const { replicas, unavailable } = this.rules;
    return this.#serving > replicas - unavailable;
  }

  get #serving(): number {
    return this.#pods.filter(({ isServing }) => isServing).length;
  }

  #add(): void {
    const pod = new FakePod(this.rules, this.start(this.rules.env));
    this.#pods = [...this.#pods, pod];
    this.#all.push(pod);
  }

  #take(pod: FakePod | undefined): FakePod {
    if (pod === undefined) throw new RangeError('no old pod is left');
    this.#pods = this.#pods.filter((each) => each !== pod);
    return pod;
  }
}
