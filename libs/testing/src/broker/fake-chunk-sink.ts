import type { ChunkEvent, ChunkSink, GatewayId } from '@chorale/speech';

type Answer = 'sent' | 'gateway-gone' | Error;

/** Remembers what was sent, and answers as told; while `held`, answers wait for `answerAll`. */
export class FakeChunkSink implements ChunkSink {
  readonly sent: { readonly gateway: GatewayId; readonly event: ChunkEvent }[] = [];
  /** Decides what becomes of an event. */
  answer: (event: ChunkEvent) => Answer = () => 'sent';
  held = false;
  /** How long gateways have been silent, ms. */
  silence: () => number | Error = () => 0;
  readonly #waiting: (() => void)[] = [];

  async send(gateway: GatewayId, event: ChunkEvent): Promise<'sent' | 'gateway-gone'> {
    this.sent.push({ gateway, event });
    if (this.held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const answer = this.answer(event);
    if (answer instanceof Error) throw answer;
    return answer;
  }

  async silenceOf(): Promise<number> {
    const silence = this.silence();
    if (silence instanceof Error) throw silence;
    return Promise.resolve(silence);
  }

  get kinds(): readonly ChunkEvent['kind'][] {
    return this.sent.map(({ event }) => event.kind);
  }

  /** Answers what waits for an answer. */
  answerAll(): void {
    this.#waiting.splice(0).forEach((resolve) => resolve());
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
