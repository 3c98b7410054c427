import type { ResumeRequest } from '@chorale/protocol';
import type { AbortReason, ContextEffect, Takeup, UtteranceConfig } from '@chorale/speech';
import { CLOSE_CODE } from '@chorale/speech';

import type { ContextObserver } from './context-observer.js';
import type { ContextRunner } from './context-runner.js';
import type { DurableOutlet, Farewell } from './durable-outlet.js';
import {
  inputAck,
  moved,
  sessionCreated,
  sessionResumed,
  TAKEN_OVER,
  UNWRITTEN,
} from './resume-messages.js';
import type { SessionJournal } from './session-journal.js';
import type { RefusedResume, SessionJournals } from './session-journals.js';

/** What is counted of sessions that can be resumed. */
export interface ResumeMetrics {
  sessionResumed(fit: Takeup['fit']): void;
  resumeRefused(reason: RefusedResume): void;
  sessionMoved(): void;
  sessionTakenOver(): void;
  /** A sentence went on at a worker of another make, in the middle. */
  seam(): void;
}

/** What one connection is resumed and kept resumable with. */
export interface SessionResumptionParts {
  readonly journals: SessionJournals;
  readonly outlet: DurableOutlet;
  readonly metrics: ResumeMetrics;
}

/** With these the client, or we, ended the session for good. */
const FINAL_CODES: ReadonlySet<number> = new Set([CLOSE_CODE.normal, 1005, CLOSE_CODE.policy]);

/**
 * The side of a connection that outlives it: keeps its session in a journal, takes one up that comes
 * from elsewhere, and gives it up when it goes on elsewhere.
 */
export class SessionResumption implements ContextObserver {
  #journal: SessionJournal | null = null;
  /** `reading`: the client is listened to. `resuming`: not yet. `over`: not any more. */
  #state: 'reading' | 'resuming' | 'over' = 'reading';
  #acknowledged = 0;
  #runner: Pick<ContextRunner, 'handle'> | null = null;

  constructor(private readonly parts: SessionResumptionParts) {}

  /** The runner that this looks on at. */
  serve(runner: Pick<ContextRunner, 'handle'>): void {
    this.#runner = runner;
  }

  /** Messages are read; what is sent at another time is not acknowledged, and comes again. */
  get isReading(): boolean {
    return this.#state === 'reading';
  }

  get isResumable(): boolean {
    return this.#journal !== null;
  }

  onEffect(effect: ContextEffect): void {
    if (effect.kind === 'journal') this.#journal?.record(effect.changes);
    if (effect.kind === 'noteSeam') this.parts.metrics.seam();
  }

  /** The client is heard: it has its token. */
  heard(): void {
    this.#journal?.confirmToken();
  }

  /** Begins a session that can be resumed. */
  begin(config: UtteranceConfig): void {
    const { journal, token, expiresIn } = this.parts.journals.open(this.#events());
    this.#keep(journal);
    this.#runner?.handle({ kind: 'configured', config, resumable: true });
    const message = sessionCreated(journal.tenure.session, token, expiresIn);
    this.parts.outlet.send({ kind: 'sendMessage', message });
  }

  /** Takes a session up, or says why not; resolves when that is decided. */
  async resume(request: ResumeRequest): Promise<void> {
    this.#state = 'resuming';
    const resumption = await this.parts.journals.adopt(request, this.#events());
    if (resumption.kind === 'refused') {
      this.#refuse(resumption);
      return;
    }
    const { journal, token, content, takeup } = resumption;
    if (this.#isOver) {
      journal.leave();
      return;
    } // the client left meanwhile; its former token is still good
    this.#state = 'reading';
    this.#acknowledged = content.head.received;
    this.parts.outlet.say(sessionResumed(token, content.head.received, takeup));
    this.#keep(journal);
    this.parts.metrics.sessionResumed(takeup.fit);
    this.#runner?.handle({ kind: 'resumed', content, position: takeup.position });
  }

  /** Sends the client elsewhere, once all that it said is safe. */
  async move(retryAfterMs: number): Promise<void> {
    await this.#journal?.flushed();
    if (this.#isOver) return;
    this.parts.metrics.sessionMoved();
    this.#giveUp(moved(retryAfterMs), 'drain');
  }

  /** The connection is closed. */
  closed(code: number): void {
    this.#state = 'over';
    if (FINAL_CODES.has(code)) this.#journal?.end();
    else this.#journal?.leave();
  }

  /** Read anew after each wait. */
  get #isOver(): boolean {
    return this.#state === 'over';
  }

  #refuse(refusal: { readonly reason: RefusedResume; readonly farewell: Farewell }): void {
    this.parts.metrics.resumeRefused(refusal.reason);
    this.#state = 'over';
    this.parts.outlet.cutOff(refusal.farewell);
  }

  #keep(journal: SessionJournal): void {
    this.#journal = journal;
    this.parts.outlet.waitFor(journal);
  }

  #events() {
    return {
      durable: (received: number) => this.#settle(received),
      taken: () => this.#lose(),
      failed: () => this.#giveUp(UNWRITTEN, 'failed'),
    };
  }

  #settle(received: number): void {
    this.parts.outlet.release();
    if (received <= this.#acknowledged || this.#isOver) return;
    this.#acknowledged = received;
    this.parts.outlet.say(inputAck(received));
  }

  #lose(): void {
    if (this.#isOver) return;
    this.parts.metrics.sessionTakenOver();
    this.#giveUp(TAKEN_OVER, 'taken_over');
  }

  /** The session's work stops here; whoever takes it up has it made again. */
  #giveUp(farewell: Farewell, reason: AbortReason): void {
    if (this.#isOver) return;
    this.#state = 'over';
    this.#runner?.handle({ kind: 'socketClosed', reason });
    this.parts.outlet.cutOff(farewell);
  }
}
