import type {
  ContextEffect,
  ContextEvent,
  SentenceOrder,
  SessionSummary,
  SessionTexts,
  SessionTrace,
  SlackPoint,
} from '@chorale/speech';

import type { Client } from '../access/client.js';
import type { ContextObserver } from '../sessions/context-observer.js';
import type { ContextRunner } from '../sessions/context-runner.js';

import { type Heard, ListenerWatch } from './listener-watch.js';
import { SentenceTexts } from './sentence-texts.js';
import { SentenceTraces } from './sentence-traces.js';

const MOST_POINTS = 120;

/** What a view tells of each utterance whose first audio went out. */
export interface ViewEvents {
  readonly firstAudio: (ms: number) => void;
  readonly underrun: () => void;
}

/** What session is looked at. */
export interface ViewedSession {
  readonly session: string;
  readonly client: Client;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  /** True: what its sentences say is kept, for operators who ask. */
  readonly keepsText: boolean;
}

/** One session as onlookers see it. It counts; it keeps no audio, and words only where it is told to. */
export class SessionView implements ContextObserver {
  readonly session: string;
  readonly #texts: SentenceTexts | null;
  readonly #traces = new SentenceTraces();
  /** To be set among the observers of the context that is looked at. */
  readonly listener = new ListenerWatch();
  readonly #slack: SlackPoint[] = [];
  #firstAudioMs: number | null = null;
  #runner: ContextRunner | null = null;

  constructor(
    private readonly viewed: ViewedSession,
    private readonly events: ViewEvents,
  ) {
    this.session = viewed.session;
    this.#texts = viewed.keepsText ? new SentenceTexts() : null;
    this.listener.onHeard((heard) => this.#sent(heard));
  }

  /** The context that is looked at. */
  follow(runner: ContextRunner): ContextRunner {
    this.#runner = runner;
    return runner;
  }

  /** Stops the session: what it says now, and then the session. */
  end(reason: string): void {
    this.#runner?.handle({ kind: 'cancelled', utteranceIndex: null, playedMs: null });
    this.#runner?.handle({ kind: 'protocolError', message: reason, fatal: true });
  }

  onEvent(event: ContextEvent, now: number): void {
    if ('address' in event) this.#traces.heard(event, now);
  }

  onEffect(effect: ContextEffect, now: number): void {
    if (effect.kind === 'enqueue') this.#ordered(effect.order, now);
    if (effect.kind === 'abortRoute') this.#traces.cancelled(effect.route, now);
  }

  onClosed(): void {
    this.#runner = null;
  }

  summary(now: number): SessionSummary {
    const slackMs = this.listener.slackMs(now);
    const { session, client, openedAt } = this.viewed;
    return {
      ...{ session, openedAt, tenant: client.tenant, keyName: client.key?.name ?? null },
      voice: (this.listener.config?.voice ?? '').slice(0, 200),
      speaking: slackMs > 0 || this.#traces.pending > 0,
      slackMs,
      firstAudioMs: this.#firstAudioMs,
      underruns: this.listener.underruns,
      sentences: this.#traces.count,
      pending: this.#traces.pending,
    };
  }

  /** What its latest sentences say, for nobody but an operator who asks. */
  get texts(): SessionTexts {
    const sentences = this.#texts?.latest ?? [];
    return { sentences, forgotten: this.#traces.count - sentences.length };
  }

  /** Looks closely; each look adds a point of slack. */
  trace(now: number): SessionTrace {
    this.#slack.push({ at: now, slackMs: this.listener.slackMs(now) });
    if (this.#slack.length > MOST_POINTS) this.#slack.shift();
    return { session: this.session, sentences: this.#traces.latest, slack: [...this.#slack] };
  }

  #ordered(order: SentenceOrder, now: number): void {
    this.#traces.ordered(order, now);
    this.#texts?.ordered(order);
  }

  #sent({ waitedMs, gapMs }: Heard): void {
    if (waitedMs !== null) {
      this.#firstAudioMs = waitedMs;
      this.events.firstAudio(waitedMs);
    }
    if (gapMs > 0) this.events.underrun();
  }
}
