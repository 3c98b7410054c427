import type { FakeDeployment } from './fake-deployment.js';
import type { FakePod } from './fake-pod.js';

/** What proxies need to learn that a pod came or went, ms. */
const LAG_MS = 1_000;

/** One name for many pods: sends each client to the next of those that it believes to serve. */
export class FakeService {
  #sent = 0;

  constructor(private readonly deployment: FakeDeployment) {}

  /** Pods that clients are sent to. */
  get pods(): readonly FakePod[] {
    return this.deployment.all.filter((pod) => pod.servesAsKnownAfter(LAG_MS));
  }

  /** Where the next client speaks. Throws where no pod is known to serve. */
  next(): string {
    const { pods } = this;
    const pod = pods[(this.#sent += 1) % pods.length];
    if (pod === undefined) throw new Error('no pod serves');
    return `${pod.url.replace('http', 'ws')}/v1/audio/speech/stream`;
  }
}
