import type { Server } from 'node:http';

import type { AdminParts } from './admin-parts.js';
import { Doorkeeper } from './access/doorkeeper.js';
import { LoginSessions } from './access/login-session.js';
import { LoginThrottle } from './access/login-throttle.js';
import { ClusterView } from './cluster/cluster-view.js';
import { Onlooker } from './cluster/onlooker.js';
import { Auditor } from './http/auditor.js';
import { LiveServer } from './live/live-server.js';
import { QueueBoard } from './queues/queue-board.js';
import { GatewayDesk } from './voices/gateway-desk.js';

const HOUR_MS = 3_600_000;

/** The admin app of one process: what it knows of the cluster, who may see it, and the pages that are open. */
export class Admin {
  readonly sessions: LoginSessions;
  readonly throttle = new LoginThrottle();
  readonly door: Doorkeeper;
  readonly auditor: Auditor;
  readonly view: ClusterView;
  readonly gateways: GatewayDesk;
  readonly board: QueueBoard;
  readonly #onlooker: Onlooker;
  #live: LiveServer | null = null;

  constructor(readonly parts: AdminParts) {
    const { config, clock, ports, log, operatorToken } = parts;
    const tokens = { operator: operatorToken, viewer: config.ADMIN_VIEWER_TOKEN ?? null };
    this.sessions = new LoginSessions(tokens, config.ADMIN_SESSION_HOURS * HOUR_MS);
    this.door = new Doorkeeper(this.sessions, clock);
    this.auditor = new Auditor(ports.auditLog, this.door, clock, log);
    this.#onlooker = this.#makeOnlooker();
    this.view = this.#makeView();
    this.gateways = new GatewayDesk(config, () => this.view.cluster.gateways);
    this.board = new QueueBoard(ports, () =>
      this.view.cluster.queues.map(({ voiceClass }) => voiceClass),
    );
  }

  /** Takes live connections from `http`. */
  attach(http: Server): void {
    const source = {
      cluster: () => this.view.cluster,
      history: () => this.view.history,
      rows: () => this.#onlooker.board.rows,
      onWish: () => this.#onlooker.refresh(),
    };
    const { adapter } = this.parts;
    this.#live = new LiveServer(http, { door: this.door, source, adapter });
  }

  /** Begins to look; never rejects. */
  async start(): Promise<void> {
    await Promise.all([this.view.start(), this.#onlooker.start()]);
  }

  /** The pages that are open. */
  get live(): LiveServer {
    if (this.#live === null) throw new Error('not attached to a server yet');
    return this.#live;
  }

  async close(): Promise<void> {
    this.view.close();
    this.#onlooker.close();
    await this.#live?.close();
  }

  #makeOnlooker(): Onlooker {
    const { ports, clock } = this.parts;
    return new Onlooker({
      ports,
      clock,
      isWanted: () => this.live.pages > 0,
      followed: () => this.live.followed,
      onChanges: (changes) => this.live.tellSessions(changes),
      onTrace: (trace) => this.live.tellTrace(trace),
      onTrouble: this.#report,
    });
  }

  #makeView(): ClusterView {
    const { ports, clock } = this.parts;
    return new ClusterView({
      ports,
      clock,
      seen: (now) => this.#onlooker.seen(now),
      onLook: (cluster, point) => this.live.tellCluster(cluster, point),
      onTrouble: this.#report,
    });
  }

  readonly #report = (err: unknown): void => {
    this.parts.log.warn({ err }, 'admin trouble');
  };
}
