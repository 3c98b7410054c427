import { randomInt } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';

const HOST = '127.0.0.1';
const REPLY_MS = 500;

/** True if a Redis on this port of the local machine answers PONG (and not that it is loading). */
export const answersPing = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, HOST, () => socket.write('PING\r\n'));
    const answer = (alive: boolean): void => end(socket, () => resolve(alive));
    socket.setTimeout(REPLY_MS, () => answer(false));
    socket.once('data', (data) => answer(data.toString().startsWith('+PONG')));
    socket.once('error', () => answer(false));
  });

/** Linux gives ports from 32 768 on to outgoing connections. */
const PORTS = { from: 10_240, to: 32_768 };

/**
 * Finds a port of the local machine that nobody listens on, below those of outgoing connections:
 * a server that is down for a while must find it free, and nobody may get it by chance meanwhile.
 */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.to);
    if (await isFree(port)) return port;
  }
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });

const end = (socket: Socket, then: () => void): void => {
  socket.destroy();
  then();
};
