import { createHash, randomBytes, randomUUID } from 'node:crypto';

import type { ResumeRequest } from '@chorale/protocol';
import { readJournal } from '@chorale/protocol';
import type {
  Clock,
  GatewayId,
  Journal,
  JournalAdoption,
  JournalContent,
  Takeup,
  Tenure,
} from '@chorale/speech';
import { CLOSE_CODE, errorMessage, takeupAt } from '@chorale/speech';

import type { Farewell } from './durable-outlet.js';
import type { JournalEvents, SessionJournalParts } from './session-journal.js';
import { SessionJournal } from './session-journal.js';

/** What the sessions of a gateway are written down with. */
export interface SessionJournalsParts {
  readonly journal: Journal;
  readonly gateway: GatewayId;
  readonly clock: Clock;
  /** How long a session may be without a connection, ms. */
  readonly ttlMs: number;
  /** How long the broker may take nothing, ms. */
  readonly patienceMs: number;
  /** A worker is there that makes the same samples of this voice. */
  readonly canGoOn: (fingerprint: string, voice: string) => boolean;
  readonly onError: (error: unknown) => void;
}

/** A session that can be resumed from now on, and what its client needs for that. */
export interface OpenedJournal {
  readonly journal: SessionJournal;
  readonly token: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** What came of a client's wish to go on. */
export type Resumption =
  | {
      readonly kind: 'resumed';
      readonly journal: SessionJournal;
      readonly token: string;
      readonly content: JournalContent;
      readonly takeup: Takeup;
    }
  | { readonly kind: 'refused'; readonly reason: RefusedResume; readonly farewell: Farewell };

/** Why a session cannot be resumed. */
export type RefusedResume = 'token' | 'unknown' | 'unreadable' | 'unreachable';

const TOKEN_BYTES = 32;

/** Opens the journals of new sessions, takes over those of sessions that come from elsewhere. */
export class SessionJournals {
  readonly #open = new Map<string, SessionJournal>();

  constructor(private readonly parts: SessionJournalsParts) {}

  /** Hears from now on when other gateways take sessions over; rejects when the broker cannot be reached. */
  async start(): Promise<void> {
    await this.parts.journal.listen((begun) => this.#hear(begun));
  }

  open(events: JournalEvents): OpenedJournal {
    const token = newToken();
    const tenure = { session: randomUUID(), epoch: 1 };
    const journal = this.#keep(
      tenure,
      token,
      (parts) => new SessionJournal(tenure, { ...parts, events }, null),
    );
    return { journal, token, expiresIn: Math.floor(this.parts.ttlMs / 1000) };
  }

  /** Never rejects. */
  async adopt(request: ResumeRequest, events: JournalEvents): Promise<Resumption> {
    const token = newToken();
    try {
      const adoption = await this.parts.journal.adopt({
        session: request.session,
        owner: this.parts.gateway,
        tokenHash: hashOf(request.token),
        nextTokenHash: hashOf(token),
        ttlMs: this.parts.ttlMs,
      });
      return this.#takeUp(request, adoption, { token, events });
    } catch (error) {
      this.parts.onError(error);
      return refused('unreachable');
    }
  }

  #takeUp(
    request: ResumeRequest,
    adoption: JournalAdoption,
    { token, events }: { readonly token: string; readonly events: JournalEvents },
  ): Resumption {
    if (adoption.kind === 'unknown') return refused('unknown');
    if (adoption.kind === 'refused') return refused('token');
    const content = readJournal(adoption.fields);
    if (content === null) return refused('unreadable');
    const tenure = { session: request.session, epoch: adoption.epoch };
    this.#hear(tenure); // the former connection may be one of ours
    const journal = this.#keep(
      tenure,
      token,
      (parts) => new SessionJournal(tenure, { ...parts, events }, adoption.fields),
    );
    const takeup = takeupAt(content, request.position, this.parts.canGoOn);
    return { kind: 'resumed', journal, token, content, takeup };
  }

  #keep(
    { session }: Tenure,
    token: string,
    make: (parts: Omit<SessionJournalParts, 'events'>) => SessionJournal,
  ): SessionJournal {
    const { journal, clock, gateway: owner, ttlMs, patienceMs, onError } = this.parts;
    const onOver = (): void => {
      if (this.#open.get(session) === kept) this.#open.delete(session);
    };
    const common = { journal, clock, owner, ttlMs, patienceMs, onError, onOver };
    const kept = make({ ...common, tokenHash: hashOf(token) });
    this.#open.set(session, kept);
    return kept;
  }

  #hear({ session, epoch }: Tenure): void {
    const journal = this.#open.get(session);
    if (journal !== undefined && journal.tenure.epoch < epoch) journal.lose();
  }
}

const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

const REFUSALS = {
  token: {
    message: 'resume_refused: the resume_token is not the latest of this session',
    code: CLOSE_CODE.badToken,
  },
  unknown: {
    message: 'resume_refused: there is no such session, or it has expired',
    code: CLOSE_CODE.sessionGone,
  },
  unreadable: {
    message: 'resume_refused: this release cannot read the session',
    code: CLOSE_CODE.sessionGone,
  },
  unreachable: {
    message: 'resume_refused: sessions cannot be looked up at the moment; try again',
    code: CLOSE_CODE.overload,
  },
} as const satisfies Readonly<Record<RefusedResume, { message: string; code: number }>>;

const refused = (reason: RefusedResume): Resumption => {
  const { message, code } = REFUSALS[reason];
  const farewell = { message: errorMessage(message), code, reason: 'resume_refused' };
  return { kind: 'refused', reason, farewell };
};
