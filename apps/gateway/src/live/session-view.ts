import type {
  ContextEffect,
  ContextEvent,
  SessionSummary,
  SessionTrace,
  SlackPoint,
  UtteranceConfig,
} from '@chorale/speech';

import type { Client } from '../access/client.js';
import type { ContextObserver } from '../sessions/context-observer.js';
import type { ContextRunner } from '../sessions/context-runner.js';

import { audioBytesOf, bytesPerSecond } from './audio-sent.js';
import { FirstAudioClock } from './first-audio-clock.js';
import { ListenerClock } from './listener-clock.js';
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
  readonly #firstAudio = new FirstAudioClock();
  readonly #listener = new ListenerClock();
  readonly #slack: SlackPoint[] = [];
  #config: UtteranceConfig | null = null;
  #firstAudioMs: number | null = null;
  #runner: ContextRunner | null = null;

  constructor(
    readonly session: string,
    private readonly client: Client,
    private readonly openedAt: number,
    private readonly events: ViewEvents,
  ) {}

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
    if (event.kind === 'configured') this.#config = event.config;
    if ('address' in event) this.#traces.heard(event, now);
  }

  onEffect(effect: ContextEffect, now: number): void {
    if (effect.kind === 'openRoute') this.#firstAudio.opened(effect.route, now);
    if (effect.kind === 'enqueue') this.#traces.ordered(effect.order, now);
    if (effect.kind === 'abortRoute') this.#traces.cancelled(effect.route, now);
    if (effect.kind === 'abortRoute' || effect.kind === 'releaseRoute') this.#rest(effect.route);
    const bytes = audioBytesOf(effect);
    if (bytes > 0) this.#sent(bytes, now);
  }

  onClosed(): void {
    this.#runner = null;
  }

  summary(now: number): SessionSummary {
    const slackMs = this.#listener.slackMs(now);
    return {
      session: this.session,
      tenant: this.client.tenant,
      keyName: this.client.key?.name ?? null,
      openedAt: this.openedAt,
      voice: (this.#config?.voice ?? '').slice(0, 200),
      speaking: slackMs > 0 || this.#traces.pending > 0,
      slackMs,
      firstAudioMs: this.#firstAudioMs,
      underruns: this.#listener.underruns,
      sentences: this.#traces.count,
      pending: this.#traces.pending,
    };
  }

  /** Looks closely; each look adds a point of slack. */
  trace(now: number): SessionTrace {
    this.#slack.push({ at: now, slackMs: this.#listener.slackMs(now) });
    if (this.#slack.length > MOST_POINTS) this.#slack.shift();
    return { session: this.session, sentences: this.#traces.latest, slack: [...this.#slack] };
  }

  #rest(route: number): void {
    this.#listener.rest();
    this.#firstAudio.ended(route);
  }

  #sent(bytes: number, now: number): void {
    const waitedMs = this.#firstAudio.sent(now);
    if (waitedMs !== null) {
      this.#firstAudioMs = waitedMs;
      this.events.firstAudio(waitedMs);
    }
    if (this.#listener.played(bytes / bytesPerSecond(this.#config), now) > 0)
      this.events.underrun();
  }
}
