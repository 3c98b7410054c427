import type {
  ContextEffect,
  ContextEvent,
  SessionSummary,
  SessionTrace,
  SlackPoint,
  UtteranceConfig,
} from '@chorale/speech';
import { DEFAULT_SAMPLE_RATE } from '@chorale/protocol';

import type { Client } from '../access/client.js';
import type { ContextObserver } from '../sessions/context-observer.js';
import type { ContextRunner } from '../sessions/context-runner.js';

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
  readonly #listener = new ListenerClock();
  readonly #slack: SlackPoint[] = [];
  #config: UtteranceConfig | null = null;
  #firstAudioMs: number | null = null;
  /** When the first sentence of the utterance that is not heard yet was ordered. */
  #askedAt: number | null = null;
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
    if (effect.kind === 'enqueue') {
      this.#traces.ordered(effect.order, now);
      this.#askedAt ??= now;
    }
    if (effect.kind === 'abortRoute') this.#traces.cancelled(effect.route, now);
    if (effect.kind === 'abortRoute' || effect.kind === 'releaseRoute') this.#rest();
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

  #rest(): void {
    this.#listener.rest();
    this.#askedAt = null;
  }

  #sent(bytes: number, now: number): void {
    if (this.#askedAt !== null && this.#traces.count > 0) {
      this.#firstAudioMs = now - this.#askedAt;
      this.#askedAt = null;
      this.events.firstAudio(this.#firstAudioMs);
    }
    if (this.#listener.played(bytes / bytesPerSecond(this.#config), now)) this.events.underrun();
  }
}

const audioBytesOf = (effect: ContextEffect): number => {
  if (effect.kind === 'sendAudio') return effect.samples.byteLength;
  if (effect.kind === 'sendTimedAudio') return effect.frame.samples.byteLength;
  if (effect.kind !== 'sendFile') return 0;
  return effect.chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
};

const bytesPerSecond = (config: UtteranceConfig | null): number => {
  const isTelephone = config?.format === 'mulaw' || config?.format === 'alaw';
  return (config?.sampleRate ?? DEFAULT_SAMPLE_RATE) * (isTelephone ? 1 : 2);
};
