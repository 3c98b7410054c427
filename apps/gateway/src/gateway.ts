import type { IncomingMessage, Server } from 'node:http';

import { createEncoderPool, type EncoderPool } from '@chorale/audio';
import type { AbortReason, UtteranceConfig } from '@chorale/speech';
import { CLOSE_CODE } from '@chorale/speech';
import type { WebSocket } from 'ws';

import { clientOf } from './access/client.js';
import type { Doorkeeper, Entry } from './access/doorkeeper.js';
import type { GatewayParts, Readiness } from './gateway-parts.js';
import { refusedEntry } from './http/errors/refused-entry.js';
import type { ClusterLoad } from './load/cluster-load.js';
import { openLoad } from './load/open-load.js';
import { refusalByLoad } from './load/refuse-by-load.js';
import { LiveView } from './live/live-view.js';
import type { ChunkRouter } from './sessions/chunk-router.js';
import type { ContextObserver } from './sessions/context-observer.js';
import type { ContextRunner } from './sessions/context-runner.js';
import { type ContextOrder, openContext } from './sessions/open-context.js';
import type { OpenSession } from './sessions/open-sessions.js';
import { OpenSessions } from './sessions/open-sessions.js';
import { openSocketSession } from './sessions/open-socket-session.js';
import type { Outlet } from './sessions/outlet.js';
import { Quarantine } from './sessions/quarantine.js';
import type { Session, SessionRules } from './sessions/session.js';
import type { SessionJournals } from './sessions/session-journals.js';
import { openJournals } from './sessions/open-journals.js';
import { openRouter } from './sessions/open-router.js';
import type { Refusal, SpeechPeer, SpeechSocketOwner } from './sessions/speech-socket-server.js';
import {
  DRAINING,
  OVERLOADED,
  STARTING,
  SpeechSocketServer,
} from './sessions/speech-socket-server.js';
import type { VoiceLookup } from './sessions/worker-directory.js';
import type { WorkerDirectory } from './sessions/worker-directory.js';
import { openDirectory } from './sessions/open-directory.js';

export type { GatewayParts, MetricsPage, Readiness } from './gateway-parts.js';

/** What a socket is logged to have closed with when no close frame came (RFC 6455 §7.4.1). */
const CLOSED_ABNORMALLY = 1006;

/** The gateway of one process: its sockets, its stream of chunks, and the sessions between them. */
export class Gateway implements SpeechSocketOwner {
  readonly #router: ChunkRouter;
  readonly #directory: WorkerDirectory;
  readonly #sockets: SpeechSocketServer;
  readonly #quarantine = new Quarantine();
  readonly #journals: SessionJournals;
  readonly #live: LiveView;
  readonly #sessions: OpenSessions;
  /** Encodes for sockets and requests alike. */
  readonly encoders: EncoderPool;
  /** What all clients want and all workers can do; decides who may begin. */
  readonly load: ClusterLoad;
  #http: Server | null = null;
  #listening = false;
  #draining = false;
  /** Who is still there has to go. */
  #isOver = false;
  /** An operator wants no new sessions here for now. */
  #closedByOrder = false;

  constructor(
    private readonly parts: GatewayParts,
    private readonly door: Doorkeeper,
    isUploaded: (name: string) => boolean,
  ) {
    const { config, ports } = parts;
    this.#sessions = new OpenSessions((count) => parts.metrics.sessions(count));
    this.encoders = createEncoderPool({ threads: config.ENCODER_THREADS });
    this.#router = openRouter(parts, (route, reason) => this.#stopOrphan(route, reason));
    this.#directory = openDirectory(parts, {
      isUploaded,
      onWorkers: (workers) => this.#router.noteLiving(workers),
      onError: this.#report,
    });
    this.load = openLoad({
      ...parts,
      directory: this.#directory,
      http: () => this.#http,
      facts: () => ({ sessions: this.#sessions.size, draining: this.#leaves }),
      onError: this.#report,
    });
    this.#live = new LiveView({
      ...parts,
      feed: ports.sessionFeed,
      control: ports.controlBus,
      textReplies: ports.textReplies,
      showsText: config.ALLOW_TEXT_VIEW,
      onFailure: this.#report,
      onDrain: (draining) => this.#closeByOrder(draining),
    });
    this.#journals = openJournals(parts, () => this.#directory.workers, this.#report);
    this.#sockets = new SpeechSocketServer(this, {
      admit: (request) => door.admitSession(request),
      pingIntervalMs: config.PING_INTERVAL_SECONDS * 1000,
      answerMs: config.SLOW_CONSUMER_SECONDS * 1000,
    });
  }

  /** Takes sockets from `http`; they are turned away until `start` is through. */
  attach(http: Server): void {
    this.#http = http;
    this.#sockets.attach(http);
  }

  /** Opens the chunk stream and looks for workers; rejects when the broker cannot be reached. */
  async start(): Promise<void> {
    await this.parts.ports.chunkSource.start(this.#router);
    await this.#journals.start();
    this.#listening = true;
    await this.#directory.start();
    await this.load.start();
    await this.#live.start();
  }

  /** Can take sessions: the broker's stream is open and the gateway stays. */
  readiness(): Readiness {
    if (this.#leaves) return { ready: false, reason: 'draining' };
    if (!this.#listening) return { ready: false, reason: 'the chunk stream is not open yet' };
    if (!this.#directory.reachable) return { ready: false, reason: 'the broker is unreachable' };
    return { ready: true };
  }

  /** Can speak now: ready, and at least one worker serves a voice. */
  speakReadiness(): Readiness {
    const readiness = this.readiness();
    if (!readiness.ready) return readiness;
    const alive = this.#directory.workers.some((worker) => !worker.draining);
    return alive ? readiness : { ready: false, reason: 'no worker is running' };
  }

  /** Every voice name that clients may use. */
  voiceNames(): readonly string[] {
    return this.#directory.voiceNames();
  }

  /** Where a voice can be found now, or why it cannot. */
  lookUp(config: UtteranceConfig): VoiceLookup {
    return this.#directory.lookup(config);
  }

  /** Sockets and requests that are not closed yet. */
  get openSessions(): number {
    return this.#sessions.size;
  }

  /** Utterances that audio may still come for. */
  get openRoutes(): number {
    return this.#router.openRoutes;
  }

  refusal(request: IncomingMessage): Refusal | null {
    const refusal = this.#refusal(clientOf(request).tenant);
    if (refusal !== null) this.parts.metrics.sessionRefused(refusal.reason);
    return refusal;
  }

  accept(socket: WebSocket, request: IncomingMessage): SpeechPeer {
    const session = this.#session(socket, request);
    this.#sessions.add(session);
    socket.on('message', (data: Buffer, isBinary: boolean) =>
      session.frame(isBinary ? null : data.toString('utf8')),
    );
    socket.on('error', () => this.#end(session, CLOSED_ABNORMALLY)); // its connection may stay for a while
    socket.on('close', (code) => this.#end(session, code));
    return session;
  }

  readonly fellSilent = (): void => this.parts.log.warn({}, 'silent client');

  /** Takes a session's place for an HTTP request, for whose client there may be none. */
  enter(request: IncomingMessage): Entry {
    const refusal = this.refusal(request);
    return refusal === null ? this.door.enter(clientOf(request)) : refusedEntry(refusal);
  }

  /** Opens the context of an HTTP request, which ends by itself and counts as a session until then. */
  openRequest(
    request: IncomingMessage,
    outlet: Outlet,
    rules: SessionRules,
    watch: ContextObserver,
  ): ContextRunner {
    const forget = { onClosed: () => void this.#sessions.forget(session) };
    const runner = this.#runner({ request, outlet, rules, observers: [watch, forget] });
    const cutShort = (): void => {
      outlet.close(CLOSE_CODE.goingAway, DRAINING.message);
      runner.closed('drain');
    };
    const session: OpenSession = { drain: ignore, closed: cutShort };
    this.#sessions.add(session);
    return runner;
  }

  /**
   * Takes no new session, lets each open one end when it has said what it owes, and closes with 1001
   * those that have not within `DRAIN_SECONDS`.
   */
  async drain(): Promise<void> {
    this.#draining = true;
    void this.load.renew(); // never rejects
    await this.#sessions.drain(this.parts.clock, this.parts.config.DRAIN_SECONDS * 1000);
    this.#isOver = true;
    await this.#sockets.closeAll(CLOSE_CODE.goingAway, 'the gateway stops');
  }

  /** Ends everything at once; the ports are closed with it. */
  async close(): Promise<void> {
    this.#draining = true;
    this.#sockets.close();
    this.#directory.close();
    const { chunkSource, jobQueue, abortBus, journal, workerRegistry, gatewayRegistry } =
      this.parts.ports;
    this.#sessions.close();
    const own = [this.encoders, this.load, this.#live];
    await Promise.all([chunkSource, ...own].map((part) => part.close()));
    const registries = [workerRegistry, gatewayRegistry, journal];
    await Promise.all([jobQueue, abortBus, ...registries].map((port) => port.close()));
    await this.parts.tracer.close();
  }

  /** A worker began a job that nobody waits for: it missed the order to stop, or could not get it. */
  #stopOrphan(route: number, reason: AbortReason): void {
    const { gateway, ports } = this.parts;
    const order = { gateway, route, seq: null, attemptBelow: null, reason };
    ports.abortBus.publish(order).catch(this.#report);
  }

  get #leaves(): boolean {
    return this.#draining || this.#closedByOrder;
  }

  #closeByOrder(closed: boolean): void {
    this.#closedByOrder = closed;
    void this.load.renew(); // never rejects
  }

  #refusal(tenant: string): Refusal | null {
    if (this.#leaves) return DRAINING;
    if (!this.#listening) return STARTING;
    if (this.#sessions.size >= this.parts.config.MAX_SESSIONS) return OVERLOADED;
    return refusalByLoad(this.load.admit(tenant));
  }

  #session(socket: WebSocket, request: IncomingMessage): Session {
    const view = this.#live.open(request);
    const { listener } = view;
    const forget = { onClosed: () => this.#live.forget(view) };
    return openSocketSession(socket, {
      ...this.parts,
      encoders: this.encoders,
      journals: this.#journals,
      run: (outlet, rules, watch) => {
        const observers = [watch, view, forget];
        return view.follow(this.#runner({ request, outlet, rules, observers, listener }));
      },
      onStalled: (backlog) => this.#lose(backlog),
      onError: this.#report,
    });
  }

  #runner(order: ContextOrder): ContextRunner {
    const ground = {
      ...this.parts,
      directory: this.#directory,
      router: this.#router,
      quarantine: this.#quarantine,
      load: this.load,
      onError: this.#report,
    };
    return openContext(ground, order);
  }

  /** The socket is about to be closed; there is nobody to be told. */
  #lose(backlog: number): void {
    this.parts.metrics.slowConsumer();
    this.parts.log.warn({ backlog }, 'slow consumer');
  }

  #end(session: Session, code: number): void {
    if (!this.#sessions.forget(session)) return;
    session.closed(code, this.#isOver ? 'drain' : 'client_gone');
    this.parts.log.info({ code, sessions: this.#sessions.size }, 'session ended');
  }

  readonly #report = (error: unknown): void => {
    this.parts.log.error({ err: error }, 'gateway trouble');
  };
}

const ignore = (): void => undefined;
