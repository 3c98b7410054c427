import type { GatewayId } from './identifiers.js';

/** What one sentence of a session says. */
export interface SentenceText {
  /** The utterance's route on its gateway. */
  readonly route: number;
  readonly seq: number;
  /** Its first 2 000 UTF-16 units at most. */
  readonly text: string;
  /** False: it goes on behind `text`. */
  readonly isWhole: boolean;
}

/** The sentences of a session whose words its gateway still has. */
export interface SessionTexts {
  /** At most 32, oldest first. */
  readonly sentences: readonly SentenceText[];
  /** Sentences before them whose words are no longer kept. */
  readonly forgotten: number;
}

/** What a gateway says to an operator who asks what a session's sentences say. */
export type TextAnswer =
  | ({ readonly kind: 'shown' } & SessionTexts)
  /** The gateway shows the words of no session. */
  | { readonly kind: 'switchedOff' }
  /** It holds no such session: nothing of it is kept. */
  | { readonly kind: 'ended' };

/** Asks one gateway what the sentences of one session say. */
export interface TextQuestion {
  readonly gateway: GatewayId;
  readonly session: string;
  /** Where the answer is waited for. */
  readonly asker: string;
  /** Names the question, unlike any other. */
  readonly question: string;
}

/** An answer on its way to whoever asked. */
export interface TextReply {
  readonly question: string;
  readonly answer: TextAnswer;
}

/**
 * A gateway's side: questions come as orders of the control bus, answers go out here.
 *
 * - `send` resolves when the broker has passed the reply on to `asker`; nothing of it is kept, and
 *   where nobody waits for it, it is gone.
 */
export interface TextReplies {
  send(asker: string, reply: TextReply): Promise<void>;
}

/**
 * An operator's side.
 *
 * - `ask` resolves to the gateway's answer, or to null if there is none within `patienceMs`.
 * - Only whoever asked hears an answer.
 * - `close` ends all waiting with null.
 */
export interface TextInquiry {
  ask(
    of: Pick<TextQuestion, 'gateway' | 'session'>,
    patienceMs: number,
  ): Promise<TextAnswer | null>;
  close(): Promise<void>;
}
