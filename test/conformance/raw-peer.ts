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
  private constructor(private readonly socket: Socket) {
    socket.on('error', () => undefined); // a close follows
  }

  /** Connects to the port of `url`; its end stays open when the other side ends. */
  static async connect(url: string): Promise<RawPeer> {
    const { hostname: host, port } = new URL(url);
    const socket = createConnection({ host, port: Number(port), allowHalfOpen: true });
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

  /** Takes so many bytes off the connection, as soon as they are there. */
  async take(bytes: number): Promise<Buffer> {
    const taken: Buffer[] = [];
    for (let left = bytes; left > 0;) {
      const piece = this.socket.read(
        Math.min(left, this.socket.readableLength || left),
      ) as Buffer | null; // no encoding is set
      if (piece === null) await once(this.socket, 'readable');
      else {
        taken.push(piece);
        left -= piece.byteLength;
      }
    }
    return Buffer.concat(taken);
  }

  /** Resolves when the connection is gone for good; what comes meanwhile is dropped. */
  async gone(): Promise<void> {
    this.socket.resume();
    if (!this.socket.closed) await once(this.socket, 'close');
  }

  drop(): void {
    this.socket.destroy();
  }
}
