import type { IncomingMessage } from 'node:http';

import type {
  Clock,
  ControlBus,
  ControlOrder,
  FeedBatch,
  FeedDemand,
  GatewayId,
  SessionFeed,
  SessionSummary,
  TextAnswer,
  TextQuestion,
  TextReplies,
} from '@chorale/speech';

import { clientOf } from '../access/client.js';

import { SessionView } from './session-view.js';

/** How often onlookers hear of what changed, and how often it is asked whether there are any, ms. */
const PUBLISH_MS = 250;
const ASK_MS = 1_000;

/** Slack changes all the time: of a session of which nothing else does, it is told this often, ms. */
const SLACK_MS = 1_000;

const MOST_FIGURES = 256;

/** What a gateway shows of itself, and who may give it orders. */
export interface LiveViewParts {
  readonly gateway: GatewayId;
  readonly feed: SessionFeed;
  readonly control: ControlBus;
  readonly textReplies: TextReplies;
  /** Operators may ask what sentences say. */
  readonly showsText: boolean;
  readonly clock: Clock;
  /** The feed or the bus failed; sessions are none the worse for it. */
  readonly onFailure: (error: unknown) => void;
  /** An operator wants the gateway to take no new sessions, or to take them again. */
  readonly onDrain: (draining: boolean) => void;
}

interface Told {
  readonly summary: SessionSummary;
  readonly at: number;
}

/** Shows the sessions of a gateway to whoever looks on, and does what operators order. */
export class LiveView {
  readonly #views = new Map<string, SessionView>();
  /** What onlookers know. */
  readonly #told = new Map<string, Told>();
  #figures = { firstAudioMs: [] as number[], underruns: 0, utterances: 0 };
  #opened = 0;
  #sequence = 0;
  #whole = true;
  #cancelTimer: () => void = () => undefined;
  #leave: () => Promise<void> = () => Promise.resolve();
  #stopped = false;

  constructor(private readonly parts: LiveViewParts) {}

  /** Hears operators and looks for onlookers from now on. */
  async start(): Promise<void> {
    this.#leave = await this.parts.control.subscribe((order) => this.#obey(order));
    this.#later(ASK_MS);
  }

  /** Begins to show a session. */
  open(request: IncomingMessage): SessionView {
    const { gateway, clock, showsText } = this.parts;
    const session = `${gateway}-s${(this.#opened += 1)}`;
    const client = clientOf(request);
    const view = new SessionView(
      { session, client, openedAt: clock.now(), keepsText: showsText },
      {
        firstAudio: (ms) => this.#noteFirstAudio(ms),
        underrun: () => (this.#figures.underruns += 1),
      },
    );
    this.#views.set(session, view);
    return view;
  }

  /** The session has ended. */
  forget(view: SessionView): void {
    this.#views.delete(view.session);
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    await this.#leave().catch(this.parts.onFailure);
    await Promise.all([this.parts.feed.close(), this.parts.control.close()]);
  }

  #noteFirstAudio(ms: number): void {
    this.#figures.utterances += 1;
    if (this.#figures.firstAudioMs.length < MOST_FIGURES) this.#figures.firstAudioMs.push(ms);
  }

  #obey(order: ControlOrder): void {
    if (!('gateway' in order) || order.gateway !== this.parts.gateway) return;
    switch (order.kind) {
      case 'drainGateway':
        return this.parts.onDrain(order.draining);
      case 'cancelSession':
        return this.#views.get(order.session)?.end('cancelled by an operator');
      case 'askText':
        return this.#answer(order);
      case 'profile':
        return; // it was this gateway's own
    }
  }

  #answer({ asker, question, session }: TextQuestion): void {
    const reply = { question, answer: this.#textOf(session) };
    this.parts.textReplies.send(asker, reply).catch(this.parts.onFailure);
  }

  #textOf(session: string): TextAnswer {
    if (!this.parts.showsText) return { kind: 'switchedOff' };
    const view = this.#views.get(session);
    return view === undefined ? { kind: 'ended' } : { kind: 'shown', ...view.texts };
  }

  #later(ms: number): void {
    if (this.#stopped) return;
    this.#cancelTimer = this.parts.clock.after(ms, () => void this.#look());
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    try {
      const demand = await this.parts.feed.demand();
      if (demand.watched) await this.#publish(demand);
      else this.#rest();
      this.#later(demand.watched ? PUBLISH_MS : ASK_MS);
    } catch (error) {
      this.parts.onFailure(error);
      this.#rest();
      this.#later(ASK_MS);
    }
  }

  /** Whoever comes next must be told everything. */
  #rest(): void {
    this.#whole = true;
    this.#told.clear();
    this.#takeFigures();
  }

  async #publish(demand: FeedDemand): Promise<void> {
    const batch = this.#batch(demand, this.parts.clock.now());
    this.#whole = false;
    await this.parts.feed.publish(batch);
  }

  #batch({ followed }: FeedDemand, at: number): FeedBatch {
    const ended = [...this.#told.keys()].filter((session) => !this.#views.has(session));
    for (const session of ended) this.#told.delete(session);
    const closely = followed.flatMap((session) => this.#views.get(session) ?? []);
    return {
      gateway: this.parts.gateway,
      sequence: (this.#sequence += 1),
      at,
      whole: this.#whole,
      sessions: this.#changed(at),
      ended,
      traces: closely.map((view) => view.trace(at)),
      figures: this.#takeFigures(),
    };
  }

  #takeFigures(): FeedBatch['figures'] {
    const figures = this.#figures;
    this.#figures = { firstAudioMs: [], underruns: 0, utterances: 0 };
    return figures;
  }

  #changed(at: number): readonly SessionSummary[] {
    const summaries = [...this.#views.values()].map((view) => view.summary(at));
    const changed = summaries.filter((summary) => this.#isNews(summary, at));
    for (const summary of changed) this.#told.set(summary.session, { summary, at });
    return changed;
  }

  #isNews(summary: SessionSummary, at: number): boolean {
    const told = this.#told.get(summary.session);
    if (told === undefined) return true;
    if (summary.slackMs !== told.summary.slackMs && at - told.at >= SLACK_MS) return true;
    return factsOf(summary) !== factsOf(told.summary);
  }
}

const factsOf = (summary: SessionSummary): string => JSON.stringify({ ...summary, slackMs: 0 });
