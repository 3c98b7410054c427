import type { Server as HttpServer } from 'node:http';

import type { SessionTrace } from '@chorale/speech';
import { Server, type ServerOptions, type Socket } from 'socket.io';

import type { Doorkeeper } from '../access/doorkeeper.js';
import type { Login } from '../access/login-session.js';

import type {
  ClusterState,
  FromPage,
  HistoryPoint,
  SessionChanges,
  SessionRow,
  ToPage,
} from './live-messages.js';

type Events<T> = {
  [Name in keyof T]: T[Name] extends (...args: infer Args) => void
    ? (...args: Args) => void
    : never;
};
type PageSocket = Socket<Events<FromPage>, Events<ToPage>>;
type PageServer = Server<Events<FromPage>, Events<ToPage>>;

/** How several admin processes speak to each other's pages. */
export type SocketAdapter = NonNullable<ServerOptions['adapter']>;

/** What a page gets to see. */
interface LiveSource {
  readonly cluster: () => ClusterState;
  readonly history: () => readonly HistoryPoint[];
  readonly rows: () => readonly SessionRow[];
  /** A page came, or looks at something else. */
  readonly onWish: () => void;
}

/** What a live server is made of. */
export interface LiveParts {
  readonly door: Doorkeeper;
  readonly source: LiveSource;
  readonly adapter: SocketAdapter | null;
}

const SESSION = /^[\w.-]{1,128}$/;
const LOOKERS = 'sessions';
const followers = (session: string): string => `trace ${session}`;
const loginRoom = (login: Login): string => `login ${login.id}`;

/** Pages on one process; more are turned away. */
const MAX_PAGES = 200;

/** The pages that are open, and what each of them is told. */
export class LiveServer {
  readonly #io: PageServer;

  constructor(
    http: HttpServer,
    private readonly parts: LiveParts,
  ) {
    this.#io = new Server(http, {
      path: '/live',
      serveClient: false,
      maxHttpBufferSize: 4_096, // pages say little
      allowRequest: (request, answer) =>
        answer(null, parts.door.admitsLive(request) && this.pages < MAX_PAGES),
      ...(parts.adapter === null ? {} : { adapter: parts.adapter }),
    });
    this.#io.on('connection', (socket) => this.#welcome(socket));
  }

  /** Pages that are open on this process. */
  get pages(): number {
    return this.#io.engine.clientsCount;
  }

  /** The sessions that pages of this process look at closely. */
  get followed(): readonly string[] {
    const prefix = followers('');
    const rooms = [...this.#io.of('/').adapter.rooms.keys()];
    return rooms.filter((room) => room.startsWith(prefix)).map((room) => room.slice(prefix.length));
  }

  tellCluster(cluster: ClusterState, point: HistoryPoint): void {
    this.#io.local.emit('cluster', cluster, point);
  }

  tellSessions(changes: SessionChanges): void {
    this.#io.local.to(LOOKERS).emit('sessions', changes);
  }

  tellTrace(trace: SessionTrace): void {
    this.#io.local.to(followers(trace.session)).emit('trace', trace);
  }

  /** Tells the pages of all processes that they should read these lists again. */
  tellStale(...lists: readonly ('keys' | 'audit' | 'voices')[]): void {
    this.#io.emit('stale', lists);
  }

  /** Ends the pages of somebody who logged out, on all processes. */
  dismiss(login: Login): void {
    this.#io.in(loginRoom(login)).disconnectSockets(true);
  }

  async close(): Promise<void> {
    await this.#io.close();
  }

  #welcome(socket: PageSocket): void {
    const login = this.parts.door.loginOf(socket.request);
    if (login === null) return void socket.disconnect(true);
    this.#endWith(socket, login);
    void socket.join(loginRoom(login));
    const { cluster, history, onWish } = this.parts.source;
    socket.emit('hello', { role: login.role, cluster: cluster(), history: history() });
    socket.on('watch', (on) => this.#watch(socket, on));
    socket.on('follow', (session) => this.#follow(socket, session));
    onWish();
  }

  /** A page stays no longer than its login. */
  #endWith(socket: PageSocket, { until }: Login): void {
    const left = Math.min(Math.max(until - Date.now(), 0), 2 ** 31 - 1);
    const timer = setTimeout(() => socket.disconnect(true), left);
    socket.on('disconnect', () => clearTimeout(timer));
  }

  #watch(socket: PageSocket, on: unknown): void {
    if (on !== true) return void socket.leave(LOOKERS);
    void socket.join(LOOKERS);
    socket.emit('sessions', { whole: true, changed: this.parts.source.rows(), ended: [] });
  }

  #follow(socket: PageSocket, session: unknown): void {
    for (const room of socket.rooms) if (room.startsWith(followers(''))) void socket.leave(room);
    if (typeof session !== 'string' || !SESSION.test(session)) return;
    void socket.join(followers(session));
    this.parts.source.onWish();
  }
}
