import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createConnection } from 'node:net';

/** Kinds of WebSocket frames, as in the first byte of one (RFC 6455 §5.2). */
export const OPCODE = { text: 1, binary: 2, close: 8, ping: 9, reserved: 3 } as const;

const FINAL = 0x80;
const MASKED = 0x80;
const EXTENDED_LENGTH = 126;

/** A masked frame, as a client must send it; the payload is shorter than 64 KiB. */
export const frame = (opcode: number, payload: Uint8Array): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt8(FINAL | opcode, 0);
  head.writeUInt8(MASKED | EXTENDED_LENGTH, 1);
  head.writeUInt16BE(payload.byteLength, 2);
  const noMask = Buffer.alloc(4); // a mask of zeros leaves the payload as it is
  return Buffer.concat([head, noMask, payload]);
};

/** A peer on a bare TCP connection: writes any bytes, and reads no more than it is told to. */
export class RawPeer {
  #pieces: Buffer[] = [];
  #length = 0;

  private constructor(private readonly socket: Socket) {
    socket.on('error', () => undefined); // a close follows
  }

  /** Connects to the port of `url`; one that `holdsOn` keeps its end open when the other side ends. */
  static async connect(url: string, manner: 'polite' | 'holdsOn' = 'polite'): Promise<RawPeer> {
    const { hostname: host, port } = new URL(url);
    const allowHalfOpen = manner === 'holdsOn';
    const socket = createConnection({ host, port: Number(port), allowHalfOpen });
    socket.pause();
    await once(socket, 'connect');
    return new RawPeer(socket);
  }

  /** Resolves when the kernel has taken it. */
  async write(data: string | Uint8Array): Promise<void> {
    await new Promise((resolve) => this.socket.write(data, resolve));
  }

  /** Sends the request for a WebSocket. */
  async ask(path: string): Promise<void> {
    const key = randomBytes(16).toString('base64');
    await this.write(
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    );
  }

  /** The first line of the answer; the headers are taken with it. */
  async answer(): Promise<string> {
    let text = '';
    while (!text.includes('\r\n\r\n')) text += (await this.take(1)).toString('latin1');
    return text.slice(0, text.indexOf('\r\n'));
  }

  /** Takes so many bytes off the connection, as soon as they are there; reads hardly further. */
  async take(bytes: number): Promise<Buffer> {
    while (this.#length < bytes) {
      const more = once(this.socket, 'data') as Promise<[Buffer]>; // no encoding is set
      this.socket.resume();
      const [piece] = await more;
      this.socket.pause();
      this.#pieces.push(piece);
      this.#length += piece.byteLength;
    }
    const all = Buffer.concat(this.#pieces);
    this.#pieces = [all.subarray(bytes)];
    this.#length -= bytes;
    return all.subarray(0, bytes);
  }

  /** Resolves when the connection is gone for good; what comes meanwhile is dropped. */
  async gone(): Promise<void> {
    this.socket.resume();
    if (this.socket.closed) return;
    await new Promise((resolve) => this.socket.once('close', resolve));
  }

  /** Writes no more; what was written before still arrives. */
  end(): void {
    this.socket.end();
  }

  drop(): void {
    this.socket.destroy();
  }
}
