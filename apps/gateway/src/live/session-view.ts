import type {
  ContextEffect,
  ContextEvent,
  SessionSummary,
  SessionTrace,
  SlackPoint,
} from '@chorale/speech';

import type { Client } from '../access/client.js';
import type { ContextObserver } from '../sessions/context-observer.js';
import type { ContextRunner } from '../sessions/context-runner.js';

import { type Heard, ListenerWatch } from './listener-watch.js';
import { SentenceTraces } from './sentence-traces.js';

const MOST_POINTS = 120;

/** What a view tells of each utterance whose first audio went out. */
export interface ViewEvents {
  readonly firstAudio: (ms: number) => void;
  readonly underrun: () => void;
}

/** One session as onlookers see it. It counts; it keeps no word and no audio. */
export class SessionView implements ContextObserver {
  readonly #traces = new SentenceTraces();
  /** To be set among the observers of the context that is looked at. */
  readonly listener = new ListenerWatch();
  readonly #slack: SlackPoint[] = [];
  #firstAudioMs: number | null = null;
  #runner: ContextRunner | null = null;

  constructor(
    readonly session: string,
    private readonly client: Client,
    private readonly openedAt: number,
    private readonly events: ViewEvents,
  ) {
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
    if (effect.kind === 'enqueue') this.#traces.ordered(effect.order, now);
    if (effect.kind === 'abortRoute') this.#traces.cancelled(effect.route, now);
  }

  onClosed(): void {
    this.#runner = null;
  }

  summary(now: number): SessionSummary {
    const slackMs = this.listener.slackMs(now);
    return {
      session: this.session,
      tenant: this.client.tenant,
      keyName: this.client.key?.name ?? null,
      openedAt: this.openedAt,
      voice: (this.listener.config?.voice ?? '').slice(0, 200),
      speaking: slackMs > 0 || this.#traces.pending > 0,
      slackMs,
      firstAudioMs: this.#firstAudioMs,
      underruns: this.listener.underruns,
      sentences: this.#traces.count,
      pending: this.#traces.pending,
    };
  }

  /** Looks closely; each look adds a point of slack. */
  trace(now: number): SessionTrace {
    this.#slack.push({ at: now, slackMs: this.listener.slackMs(now) });
    if (this.#slack.length > MOST_POINTS) this.#slack.shift();
    return { session: this.session, sentences: this.#traces.latest, slack: [...this.#slack] };
  }

  #sent({ waitedMs, gapMs }: Heard): void {
    if (waitedMs !== null) {
      this.#firstAudioMs = waitedMs;
      this.events.firstAudio(waitedMs);
    }
    if (gapMs > 0) this.events.underrun();
  }
}
