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

/** Finds a port of the local machine that nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
      server.close(() => resolve(port));
    });
  });

const end = (socket: Socket, then: () => void): void => {
  socket.destroy();
  then();
};
