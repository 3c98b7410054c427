import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** One TCP connection that was made over a wire. */
interface Join {
  readonly client: Socket;
  readonly server: Socket;
  isSilent: boolean;
}

/**
 * A TCP connection between one client and a server, which can break in all the ways that wires do.
 * A client that comes back is led to wherever the target is then.
 */
export class FaultyWire {
  readonly #server: Server;
  readonly #target: () => string;
  readonly #path: string;
  #join: Join | null = null;

  private constructor(target: string | (() => string)) {
    this.#target = typeof target === 'string' ? () => target : target;
    this.#path = new URL(this.#target()).pathname;
    this.#server = createServer((client) => this.#connect(client));
  }

  /** Opens a wire to where `target` leads whenever a client connects; `url` is its other end. */
  static async to(target: string | (() => string)): Promise<FaultyWire> {
    const wire = new FaultyWire(target);
    wire.#server.listen(0, '127.0.0.1');
    await once(wire.#server, 'listening');
    return wire;
  }

  get url(): string {
    const address = this.#server.address() as AddressInfo; // it listens on a port
    return `ws://127.0.0.1:${address.port}${this.#path}`;
  }

  /** The server is told that nothing more comes (FIN). */
  end(): void {
    this.#joined.server.end();
    this.silence();
  }

  /** The server is told that the connection is broken (RST). */
  reset(): void {
    this.#joined.server.resetAndDestroy();
    this.silence();
  }

  /** Both sides are told that the connection is broken (RST); what was on its way is lost. */
  breakOff(): void {
    this.reset();
    this.#joined.client.resetAndDestroy();
  }

  /** Nothing passes any more, in neither direction, and nobody is told; what the server sends is taken. */
  silence(): void {
    this.clog();
    this.#joined.server.resume();
  }

  /** Nothing passes any more, and nobody is told; what the server sends piles up there. */
  clog(): void {
    const { client, server } = this.#joined;
    this.#joined.isSilent = true;
    for (const end of [client, server]) end.unpipe();
  }

  /** Resolves when the server has closed the connection. */
  async hungUp(): Promise<void> {
    if (!this.#joined.server.closed) await once(this.#joined.server, 'close');
  }

  close(): void {
    this.#join?.client.destroy();
    this.#join?.server.destroy();
    this.#server.close();
  }

  #connect(client: Socket): void {
    const target = new URL(this.#target());
    const server = connect(Number(target.port), target.hostname);
    const join = { client, server, isSilent: false };
    this.#join = join;
    for (const end of [client, server]) end.on('error', () => undefined).setNoDelay(true);
    client.pipe(server);
    server.pipe(client);
    // The last words of a server that ended well are still on their way; one that is killed leaves no end to be piped.
    server.on('close', (wasBroken) => (wasBroken ? client.destroy() : client.end()));
    client.on('close', () => join.isSilent || server.end());
  }

  get #joined(): Join {
    if (this.#join === null) throw new Error('nobody is connected to this wire');
    return this.#join;
  }
}
