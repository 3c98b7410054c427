import type { SessionTrace } from '@chorale/speech';
import { io, type Socket } from 'socket.io-client';

import type { Role } from '../../../src/access/login-session.js';
import type {
  ClusterState,
  FromPage,
  HistoryPoint,
  SessionChanges,
  SessionRow,
  ToPage,
} from '../../../src/live/live-messages.js';

/** Seconds of history that the charts show. */
const HISTORY_POINTS = 300;

export type Link = 'connecting' | 'live' | 'lost';

/** All that the page knows of the cluster. */
export interface LiveState {
  readonly link: Link;
  readonly role: Role | null;
  readonly cluster: ClusterState | null;
  readonly history: readonly HistoryPoint[];
  readonly sessions: ReadonlyMap<string, SessionRow>;
  /** The first list of sessions has come. */
  readonly hasSessions: boolean;
  readonly trace: SessionTrace | null;
  /** Counts how often each list was changed by somebody. */
  readonly revisions: Readonly<Record<'keys' | 'audit' | 'voices', number>>;
}

const NOTHING: LiveState = {
  link: 'connecting',
  role: null,
  cluster: null,
  history: [],
  sessions: new Map(),
  hasSessions: false,
  trace: null,
  revisions: { keys: 0, audit: 0, voices: 0 },
};

type PageSocket = Socket<
  { [Name in keyof ToPage]: ToPage[Name] },
  { [Name in keyof FromPage]: FromPage[Name] }
>;

/** Keeps what the server tells, and tells those who show it. */
export class LiveStore {
  state: LiveState = NOTHING;
  readonly #listeners = new Set<() => void>();
  readonly #socket: PageSocket;
  #watching = false;
  #followed: string | null = null;

  /** `onDismissed` is called when the login is over. */
  constructor(onDismissed: () => void) {
    this.#socket = io({ path: '/live', transports: ['websocket'] });
    this.#socket.on('hello', (greeting) => this.#greet(greeting));
    this.#socket.on('cluster', (cluster, point) => this.#look(cluster, point));
    this.#socket.on('sessions', (changes) => this.#change(changes));
    this.#socket.on('trace', (trace) => this.#set({ trace }));
    this.#socket.on('stale', (lists) => this.#renew(lists));
    this.#socket.on('disconnect', (reason) => {
      this.#set({ link: 'lost' });
      if (reason === 'io server disconnect') onDismissed();
    });
    this.#socket.on('connect_error', () => this.#set({ link: 'lost' }));
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  watch(on: boolean): void {
    this.#watching = on;
    if (this.#socket.connected) this.#socket.emit('watch', on);
  }

  follow(session: string | null): void {
    this.#followed = session;
    this.#set({ trace: null });
    if (this.#socket.connected) this.#socket.emit('follow', session);
  }

  close(): void {
    this.#listeners.clear();
    this.#socket.disconnect();
  }

  #greet({ role, cluster, history }: Parameters<ToPage['hello']>[0]): void {
    this.#set({ link: 'live', role, cluster, history });
    if (this.#watching) this.#socket.emit('watch', true);
    if (this.#followed !== null) this.#socket.emit('follow', this.#followed);
  }

  #look(cluster: ClusterState, point: HistoryPoint): void {
    this.#set({ cluster, history: [...this.state.history, point].slice(-HISTORY_POINTS) });
  }

  #change({ whole, changed, ended }: SessionChanges): void {
    const sessions = new Map(whole ? [] : this.state.sessions);
    for (const session of ended) sessions.delete(session);
    for (const row of changed) sessions.set(row.session, row);
    this.#set({ sessions, hasSessions: true });
  }

  #renew(lists: readonly (keyof LiveState['revisions'])[]): void {
    const revisions = { ...this.state.revisions };
    for (const list of lists) revisions[list] += 1;
    this.#set({ revisions });
  }

  #set(change: Partial<LiveState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
