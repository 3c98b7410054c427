import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP connection between one client and a server, which can break in all the ways that wires do. */
export class FaultyWire {
  readonly #server: Server;
  readonly #target: URL;
  #ends: readonly Socket[] = [];
  #isSilent = false;

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((client) => this.#join(client));
  }

  /** Opens a wire to where `target` leads; `url` is its other end. */
  static async to(target: string): Promise<FaultyWire> {
    const wire = new FaultyWire(target);
    wire.#server.listen(0, '127.0.0.1');
    await once(wire.#server, 'listening');
    return wire;
  }

  get url(): string {
    const url = new URL(this.#target);
    const address = this.#server.address() as AddressInfo; // it listens on a port
    url.host = `127.0.0.1:${address.port}`;
    return url.href;
  }

  /** The server is told that nothing more comes (FIN). */
  end(): void {
    this.#serverEnd.end();
    this.silence();
  }

  /** The server is told that the connection is broken (RST). */
  reset(): void {
    this.#serverEnd.resetAndDestroy();
    this.silence();
  }

  /** Nothing passes any more, in neither direction, and nobody is told; what the server sends is taken. */
  silence(): void {
    this.#isSilent = true;
    for (const end of this.#ends) end.unpipe();
    this.#serverEnd.resume();
  }

  /** Resolves when the server has closed the connection. */
  async hungUp(): Promise<void> {
    if (!this.#serverEnd.closed) await once(this.#serverEnd, 'close');
  }

  close(): void {
    for (const end of this.#ends) end.destroy();
    this.#server.close();
  }

  #join(client: Socket): void {
    const server = connect(Number(this.#target.port), this.#target.hostname);
    this.#ends = [client, server];
    for (const end of this.#ends) end.on('error', () => undefined).setNoDelay(true);
    client.pipe(server);
    server.pipe(client);
    server.on('close', () => client.destroy()); // one that is killed leaves no end to be piped
    client.on('close', () => this.#isSilent || server.end());
  }

  get #serverEnd(): Socket {
    const [, server] = this.#ends;
    if (server === undefined) throw new Error('nobody is connected to this wire');
    return server;
  }
}
