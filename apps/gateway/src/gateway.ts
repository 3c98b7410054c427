import type { IncomingMessage, Server } from 'node:http';

import { createEncoderPool, type EncoderPool } from '@chorale/audio';
import type { GatewayPorts } from '@chorale/broker';
import type { GatewayMetrics, Logger } from '@chorale/observability';
import type { Clock, GatewayId } from '@chorale/speech';
import { CLOSE_CODE } from '@chorale/speech';
import type { WebSocket } from 'ws';

import { clientOf } from './access/client.js';
import type { Doorkeeper } from './access/doorkeeper.js';
import type { ClusterLoad } from './load/cluster-load.js';
import { LoadObserver } from './load/load-observer.js';
import { openLoad } from './load/open-load.js';
import { refusalByLoad } from './load/refuse-by-load.js';
import { ChunkRouter } from './sessions/chunk-router.js';
import { ClientSocket } from './sessions/client-socket.js';
import { ContextRunner } from './sessions/context-runner.js';
import { EncodingOutlet } from './sessions/encoding-outlet.js';
import { JobDesk } from './sessions/job-desk.js';
import type { Outlet } from './sessions/outlet.js';
import { Quarantine } from './sessions/quarantine.js';
import type { SessionRules } from './sessions/session.js';
import { Session } from './sessions/session.js';
import type { GatewayConfig } from './sessions/session-rules.js';
import { sessionRules, socketLimits } from './sessions/session-rules.js';
import type { Refusal, SpeechPeer, SpeechSocketOwner } from './sessions/speech-socket-server.js';
import {
  DRAINING,
  OVERLOADED,
  STARTING,
  SpeechSocketServer,
} from './sessions/speech-socket-server.js';
import { SocketPressure } from './sessions/socket-pressure.js';
import { WorkerDirectory } from './sessions/worker-directory.js';

/** Writes all metrics in Prometheus' text format. */
export interface MetricsPage {
  metrics(): Promise<string>;
}

/** What a gateway is built from. */
export interface GatewayParts {
  readonly gateway: GatewayId;
  readonly ports: GatewayPorts;
  readonly config: GatewayConfig;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: GatewayMetrics;
  readonly metricsPage: MetricsPage;
}

/** Why the gateway cannot take sessions, or cannot make speech, at this moment. */
export type Readiness =
  { readonly ready: true } | { readonly ready: false; readonly reason: string };

/** What a socket is logged to have closed with when no close frame came (RFC 6455 §7.4.1). */
const CLOSED_ABNORMALLY = 1006;

/** How often a draining gateway looks whether all is said, ms. */
const DRAIN_POLL_MS = 50;

/** The gateway of one process: its sockets, its stream of chunks, and the sessions between them. */
export class Gateway implements SpeechSocketOwner {
  readonly #router: ChunkRouter;
  readonly #directory: WorkerDirectory;
  readonly #sockets: SpeechSocketServer;
  readonly #quarantine = new Quarantine();
  readonly #sessions = new Set<Session>();
  /** Encodes for sockets and requests alike. */
  readonly encoders: EncoderPool;
  /** What all clients want and all workers can do; decides who may begin. */
  readonly load: ClusterLoad;
  #http: Server | null = null;
  #listening = false;
  #draining = false;

  constructor(
    private readonly parts: GatewayParts,
    door: Doorkeeper,
    isUploaded: (name: string) => boolean,
  ) {
    const { config, clock, ports } = parts;
    this.encoders = createEncoderPool({ threads: config.ENCODER_THREADS });
    this.#router = new ChunkRouter(clock, {
      silenceMs: config.WORKER_SILENCE_MS,
      onInvalid: () => parts.metrics.invalidChunk(),
      onOrphan: (route) => this.#stopOrphan(route),
    });
    parts.metrics.watchRoutes(() => this.#router.openRoutes);
    const { VOICE_ALIASES: aliases, DEFAULT_VOICE: defaultVoice } = config;
    const naming = { aliases, defaultVoice, isUploaded };
    this.#directory = new WorkerDirectory(
      ports.workerRegistry,
      naming,
      clock,
      (workers) => this.#router.noteLiving(new Set(workers.map(({ worker }) => worker))),
      this.#report,
    );
    this.load = openLoad({
      ...parts,
      directory: this.#directory,
      http: () => this.#http,
      facts: () => ({ sessions: this.#sessions.size, draining: this.#draining }),
      onError: this.#report,
    });
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
    this.#listening = true;
    await this.#directory.start();
    await this.load.start();
  }

  /** Can take sessions: the broker's stream is open and the gateway stays. */
  readiness(): Readiness {
    if (this.#draining) return { ready: false, reason: 'draining' };
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

  /** Sessions whose socket is not closed yet. */
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
    this.parts.metrics.sessions(this.#sessions.size);
    socket.on('message', (data: Buffer, isBinary: boolean) =>
      session.frame(isBinary ? null : data.toString('utf8')),
    );
    socket.on('error', () => this.#end(session, CLOSED_ABNORMALLY)); // its connection may stay for a while
    socket.on('close', (code) => this.#end(session, code));
    return session;
  }

  /**
   * Takes no new session, lets each open one end when it has said what it owes, and closes with 1001
   * those that have not within `DRAIN_SECONDS`.
   */
  async drain(): Promise<void> {
    this.#draining = true;
    for (const session of this.#sessions) session.drain();
    void this.load.renew(); // never rejects
    await this.#untilEmpty();
    await this.#sockets.closeAll(CLOSE_CODE.goingAway, 'the gateway stops');
  }

  /** Ends everything at once; the ports are closed with it. */
  async close(): Promise<void> {
    this.#draining = true;
    this.#sockets.close();
    this.#directory.close();
    const { chunkSource, jobQueue, abortBus, workerRegistry, gatewayRegistry } = this.parts.ports;
    for (const session of this.#sessions) session.closed();
    await Promise.all([chunkSource.close(), this.encoders.close(), this.load.close()]);
    const registries = [workerRegistry, gatewayRegistry];
    await Promise.all([jobQueue, abortBus, ...registries].map((port) => port.close()));
  }

  /** Waits until all sessions have ended, but not longer than `DRAIN_SECONDS`. */
  async #untilEmpty(): Promise<void> {
    const { clock, config } = this.parts;
    const deadline = clock.now() + config.DRAIN_SECONDS * 1000;
    while (this.#sessions.size > 0 && clock.now() < deadline)
      await new Promise<void>((resolve) => clock.after(DRAIN_POLL_MS, resolve));
  }

  /** A worker began a job that nobody waits for: it missed the order to stop, or could not get it. */
  #stopOrphan(route: number): void {
    const { gateway, ports } = this.parts;
    ports.abortBus.publish({ gateway, route, seq: null, attemptBelow: null }).catch(this.#report);
  }

  #refusal(tenant: string): Refusal | null {
    if (this.#draining) return DRAINING;
    if (!this.#listening) return STARTING;
    if (this.#sessions.size >= this.parts.config.MAX_SESSIONS) return OVERLOADED;
    return refusalByLoad(this.load.admit(tenant));
  }

  #session(socket: WebSocket, request: IncomingMessage): Session {
    const { config, clock } = this.parts;
    const pressure = new SocketPressure({
      blocked: () => runner.handle({ kind: 'socketBlocked' }),
      drained: () => runner.handle({ kind: 'socketDrained' }),
    });
    const events = {
      blocked: () => pressure.raise('socket'),
      drained: () => pressure.release('socket'),
      emptied: () => runner.handle({ kind: 'clientBusy' }),
      stalled: (backlog: number) => this.#lose(backlog),
    };
    const limits = socketLimits(config);
    const outlet = new EncodingOutlet({
      socket: new ClientSocket(socket, limits, events, clock),
      encoders: this.encoders,
      profile: config.SPEECH_PROFILE,
      pressure,
      waitingBytes: limits.backlogBytes,
      onError: this.#report,
    });
    const rules = sessionRules(config);
    const runner: ContextRunner = this.#runner(outlet, request, rules);
    return new Session(runner, rules);
  }

  #runner(outlet: Outlet, request: IncomingMessage, rules: SessionRules): ContextRunner {
    const { clock, gateway, ports } = this.parts;
    const { tenant } = clientOf(request);
    const requester = { gateway, tenant, trace: traceOf(request) };
    const counted = new LoadObserver(this.load, tenant);
    const runner = new ContextRunner(
      {
        outlet,
        desk: new JobDesk(ports.jobQueue, this.#directory, requester, this.#report),
        router: this.#router,
        quarantine: this.#quarantine,
        gateway,
        aborts: ports.abortBus,
        clock,
        onSent: (seconds) => this.parts.metrics.audioSent(seconds),
        observers: [counted],
        onError: this.#report,
      },
      rules.context,
    );
    counted.begin(runner);
    return runner;
  }

  /** The socket is about to be closed; there is nobody to be told. */
  #lose(backlog: number): void {
    this.parts.metrics.slowConsumer();
    this.parts.log.warn({ backlog }, 'slow consumer');
  }

  #end(session: Session, code: number): void {
    if (!this.#sessions.delete(session)) return;
    session.closed();
    this.parts.metrics.sessions(this.#sessions.size);
    this.parts.log.info({ code, sessions: this.#sessions.size }, 'session ended');
  }

  readonly #report = (error: unknown): void => {
    this.parts.log.error({ err: error }, 'gateway trouble');
  };
}

/** A W3C `traceparent`, if the client sent one that is well formed. */
const traceOf = (request: IncomingMessage): string | null => {
  const header = request.headers['traceparent'];
  const trace = Array.isArray(header) ? header[0] : header;
  return trace !== undefined && /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(trace)
    ? trace
    : null;
};
