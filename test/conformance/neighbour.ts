import { afterEach, beforeEach } from '@jest/globals';
import type { Clock } from '@chorale/speech';
import type { FakeScript, SpeechClient } from '@chorale/testing';
import { audioOf, markedAudioOf, markedSpeech } from '@chorale/testing';

import type { Env, GatewayUnderTest } from './gateway-under-test.js';
import { useGateway } from './gateway-under-test.js';
import { DONE, streamed, text } from './wire.js';

/** Texts of neighbours begin so. */
const NEIGHBOUR = 'Dear neighbour';

/** Marked speech for neighbours, the given speech for everybody else. */
const besideNeighbours =
  (others: FakeScript): FakeScript =>
  (job) =>
    job.text.startsWith(NEIGHBOUR) ? markedSpeech(job) : others(job);

/** A well-behaved client that goes on talking and remembers whether it heard every sample in order. */
class Neighbour {
  readonly #talking: Promise<void>;
  #leaving = false;
  #utterances = 0;

  private constructor(private readonly client: SpeechClient) {
    this.#talking = this.#talk();
    this.#talking.catch(() => undefined); // `leave` reports it
  }

  /** Moves in; `others` is said to everybody else. */
  static async in(gateway: GatewayUnderTest, others: FakeScript): Promise<Neighbour> {
    gateway.speaker.say(besideNeighbours(others));
    return new Neighbour(await gateway.talk(streamed({ split_granularity: 'sentence' })));
  }

  /** Utterances that were heard whole. */
  get utterances(): number {
    return this.#utterances;
  }

  /** Speaks to its end and leaves; rejects if any sample was missing, altered or out of place. */
  async leave(): Promise<void> {
    this.#leaving = true;
    await this.#talking;
    this.client.close();
  }

  async #talk(): Promise<void> {
    while (!this.#leaving) {
      const sentences = [1, 2].map((n) => `${NEIGHBOUR}, ${this.#utterances} and ${n}.`);
      this.client.send(text(sentences.join(' ')), DONE);
      const heard = audioOf(await this.client.until('session.done', { timeoutMs: 20_000 }));
      if (!Buffer.concat(sentences.map(markedAudioOf)).equals(heard))
        throw new Error(`the neighbour misheard utterance ${this.#utterances}`);
      this.#utterances += 1;
    }
  }
}

/** A gateway that a neighbour talks to throughout each test. */
export interface BusyGateway {
  readonly gateway: () => GatewayUnderTest;
  readonly neighbour: () => Neighbour;
}

/** Runs a gateway with a neighbour, who must have heard all at the end of each test. */
export const useBusyGateway = (others: FakeScript, env: Env = {}, clock?: Clock): BusyGateway => {
  let resident: Neighbour | null = null;
  const neighbour = (): Neighbour => {
    if (resident === null) throw new Error('the neighbour is there only inside tests');
    return resident;
  };
  afterEach(() => neighbour().leave()); // ahead of the gateway's own, which drops all clients
  const gateway = useGateway(env, clock);
  beforeEach(async () => {
    resident = await Neighbour.in(gateway(), others);
  });
  return { gateway, neighbour };
};
