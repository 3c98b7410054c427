import { randomUUID } from 'node:crypto';

import type {
  Clock,
  ControlBus,
  TextAnswer,
  TextInquiry,
  TextQuestion,
  TextReply,
} from '@chorale/speech';

/** What brings replies to one asker. */
interface Replies {
  subscribe(listener: (reply: TextReply) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** What an inquiry runs on. */
export interface InquiryParts {
  /** Where replies are heard. */
  readonly asker: string;
  readonly replies: Replies;
  readonly control: Pick<ControlBus, 'publish'>;
  readonly clock: Pick<Clock, 'after'>;
}

/** Asks over the control bus, and hears replies where no other process does. */
export class BusTextInquiry implements TextInquiry {
  readonly #waiting = new Map<string, (answer: TextAnswer | null) => void>();
  #listening: Promise<unknown> | null = null;

  constructor(private readonly parts: InquiryParts) {}

  async ask(
    of: Pick<TextQuestion, 'gateway' | 'session'>,
    patienceMs: number,
  ): Promise<TextAnswer | null> {
    await this.#listen();
    const question = randomUUID();
    const answer = this.#answerTo(question, patienceMs);
    try {
      const { asker, control } = this.parts;
      await control.publish({ kind: 'askText', ...of, asker, question });
    } catch (error) {
      this.#settle(question, null);
      throw error;
    }
    return answer;
  }

  async close(): Promise<void> {
    for (const question of this.#waiting.keys()) this.#settle(question, null);
    await this.parts.replies.close();
  }

  /** From the first question on; one that fails is tried again with the next. */
  async #listen(): Promise<void> {
    this.#listening ??= this.parts.replies.subscribe(({ question, answer }) =>
      this.#settle(question, answer),
    );
    try {
      await this.#listening;
    } catch (error) {
      this.#listening = null;
      throw error;
    }
  }

  #answerTo(question: string, patienceMs: number): Promise<TextAnswer | null> {
    return new Promise((resolve) => {
      const cancel = this.parts.clock.after(patienceMs, () => this.#settle(question, null));
      this.#waiting.set(question, (answer) => {
        cancel();
        resolve(answer);
      });
    });
  }

  /** A reply that nobody waits for any more changes nothing. */
  #settle(question: string, answer: TextAnswer | null): void {
    this.#waiting.get(question)?.(answer);
    this.#waiting.delete(question);
  }
}
